#!/bin/sh
# Puts the portal in /opt/opsbook behind nginx: sh deploy/install.sh handbook.example.org
# With DESTDIR set, the files are laid out below it and nothing is started.
set -eu
name=${1:?"Give the name people will type, such as handbook.example.org."}
case $name in
*[!a-z0-9.-]*) echo "\`$name\` is not a host name." >&2; exit 2 ;;
esac
here=$(cd "$(dirname "$0")" && pwd)
root=${DESTDIR:-}

place() { # FILE TARGET MODE
  mkdir -p "$root$(dirname "$2")"
  sed "s/handbook\.example\.org/$name/g" "$here/$1" > "$root$2.new"
  chmod "$3" "$root$2.new"
  mv "$root$2.new" "$root$2"
}

place opsbook.service /etc/systemd/system/opsbook.service 644
place opsbook.sh /usr/local/bin/opsbook 755
place nginx.conf /etc/nginx/conf.d/opsbook.conf 644
# What an administrator has written there stays.
[ -e "$root/etc/opsbook/opsbook.env" ] || place opsbook.env /etc/opsbook/opsbook.env 600
[ -z "$root" ] || exit 0

id opsbook > /dev/null 2>&1 ||
  useradd --system --home-dir /var/lib/opsbook --shell /usr/sbin/nologin opsbook
nginx -t
systemctl daemon-reload
systemctl enable --now opsbook.service
systemctl reload nginx
