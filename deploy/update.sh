#!/bin/sh
# Puts a new version in place and sees whether people can work with it: sudo sh deploy/update.sh
set -eu
cd /opt/opsbook
git pull --ff-only
npm ci
npm run build
opsbook work migrate
systemctl restart opsbook.service
# Ends with 1, and says why, where workflows, the database or somebody to start work are missing.
opsbook work check
