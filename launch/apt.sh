# Installs Debian packages. Starts no service and makes no cluster: only the programs are wanted.
# Usage: apt.sh PACKAGE... The test of this script sets ROOT, a folder to use instead of /.
set -eu

# Debian asks this file before it starts a service. 101 means no.
policy=${ROOT:-}/usr/sbin/policy-rc.d
if ! [ -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    trap 'exit 143' HUP INT TERM
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
fi

# PostgreSQL's package makes a cluster unless this file says otherwise.
clusters=${ROOT:-}/etc/postgresql-common/createcluster.conf
case " $* " in *" postgresql "*)
    if ! [ -e "$clusters" ]; then
        mkdir -p "${clusters%/*}"
        echo 'create_main_cluster = false' >"$clusters"
    fi
    ;;
esac

export DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1
apt-get -qq update
apt-get -qq -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$@"
