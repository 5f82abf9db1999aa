# Prints what this process may do and reach, without what differs from machine to machine.
echo "[status]"
grep -E '^(CapInh|CapPrm|CapEff|CapBnd|CapAmb|NoNewPrivs|Seccomp):' /proc/self/status | tr '\t' ' '
[ "$(id -G)" = "$(id -g)" ] && [ "$(id -u)" = "$(id -g)" ] && echo "one user, one group"
echo "[limits]"
grep -E '^Max (file size|core|open files|locked|msgqueue|pending|nice|realtime prio)' /proc/self/limits | tr -s ' ' | sed 's/ $//'
grep -E '^Max cpu' /proc/self/limits | tr -s ' ' | sed -E 's/[0-9]+/N/g; s/ $//'
echo "[mounts]"
awk '{ print $5, $6 }' /proc/self/mountinfo | sed 's/,relatime//' | grep -vE '^/(proc|sys|etc)/' | sort
echo "[mounted writable elsewhere]"
awk '$6 ~ /^rw/ && $5 ~ "^/(proc|sys|etc)/" { print $5 }' /proc/self/mountinfo | while read -r at; do
  [ -w "$at" ] && [ "$(stat -c %t:%T "$at")" != "1:3" ] && echo "$at"
done
echo "[descriptors]"
for f in /proc/self/fd/*; do readlink "$f" | sed 's/:.*//'; done | sort | uniq -c | sed 's/^ *//' | grep -v /proc/
echo "[network]"
ls /sys/class/net
echo "[writable files of the image]"
find / -xdev -writable -not -path '/proc/*' 2>/dev/null | sort
echo "[processes]"
ls /proc | grep -c '^1$'
