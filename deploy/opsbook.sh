#!/bin/sh
# Runs a command with the portal's settings, as its user: sudo opsbook users add ada@example.org
set -eu
set -a
. /etc/opsbook/opsbook.env
set +a
cd /opt/opsbook
PATH=/opt/opsbook/node_modules/.bin:$PATH
export PATH
exec runuser -u opsbook -- node bin/opsbook.js "$@"
