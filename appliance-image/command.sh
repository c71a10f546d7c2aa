# ./connector appliance: from packages or FreeBSD's release to an OVA. Sourced by ../connector; uses its $root, $lab_home, $version
# and what lab/dev/*.sh offer. Everything that is made lies in .lab/appliance: cache/ what was fetched, OS-BUILDER/ one build, out/ OVAs.

appliance=$root/appliance-image
appliance_home=$lab_home/appliance

appliance_usage() {
    cat <<'TEXT'
usage: ./connector appliance COMMAND [OPTION...]

  all      build, ova and verify, one after the other
           --os, --builder, --from, --settings, --fresh, --boot   as below
  build    makes the disk of the appliance with Packer
           --os freebsd|debian            freebsd: the product; debian: its stand-in, for trying it where FreeBSD can't be built
           --builder qemu|vsphere|vmware  freebsd alone knows the last two; qemu when not said
           --from iso|image               freebsd by qemu: the installer, or the image that its project publishes (iso)
           --settings DIR                 files for every appliance of this image: upgrade-root.json, connector.upgrade.cfg, a
                                          CA bundle as .pem, other settings as .cfg. Nothing secret: whoever has the OVA reads them
           --fresh                        begins anew; what was fetched is kept
  ova      packs what was built as an OVA, with its bill of materials and its provenance
           --os, --builder                as for build
           --image FILE --packages FILE   another disk, raw or qcow2, and the list that its provisioning made
           --out DIR                      .lab/appliance/out when not said
           --key FILE --certificate FILE  signs the manifest: an RSA key (PKCS #8) and its certificate, PEM
  verify   holds an OVA against what an OVA of the appliance is
           --os, --builder                which one; or FILE
           --boot                         debian alone: boots its disk in QEMU as well, and uses it like an administrator (minutes)

A step that was done is not done again while what it was made of stays the same: after an interruption, type the same again.
For vsphere: PKR_VAR_vcenter_server, _username, _password, _datacenter, _cluster, _datastore, _network in the environment.
docs/appliance.md says more. Exit codes: 0 done, 1 failed, 2 wrong use.
TEXT
}

appliance_wrong_use() {
    echo "connector appliance: $1; see ./connector appliance --help" >&2
    exit 2
}

appliance_command() {
    local verb=${1:-}
    case $verb in
        all | build | ova | verify) shift ;;
        -h | --help | help) appliance_usage && return 0 ;;
        "") appliance_usage >&2 && exit 2 ;;
        *) appliance_wrong_use "unknown command $verb" ;;
    esac
    system=freebsd builder=qemu from=iso given='' fresh=no image='' packages='' out=$appliance_home/out boot=no file='' signing=()
    while [ $# -gt 0 ]; do
        case $1 in
            -h | --help) appliance_usage && return 0 ;;
            --fresh) fresh=yes && shift && continue ;;
            --boot) boot=yes && shift && continue ;;
            -*) [ $# -ge 2 ] || appliance_wrong_use "$1 needs a value" ;;
        esac
        case $verb$1 in
            *--os) system=$2 ;;
            *--builder) builder=$2 ;;
            build--from | all--from) from=$2 ;;
            build--settings | all--settings) given=$2 ;;
            ova--image) image=$2 ;;
            ova--packages) packages=$2 ;;
            ova--out) out=$2 ;;
            ova--key | ova--certificate) signing+=("$1" "$2") ;;
            verify-*) appliance_wrong_use "verify does not know $1" ;;
            verify*) file=$1 && shift && continue ;;
            *) appliance_wrong_use "$verb does not know $1" ;;
        esac
        shift 2
    done
    case $system/$builder/$from in
        freebsd/qemu/iso | freebsd/qemu/image | freebsd/vsphere/iso | freebsd/vmware/iso | debian/qemu/iso) ;;
        *) appliance_wrong_use "there is no --os $system --builder $builder --from $from" ;;
    esac
    if [ $boot = yes ] && [ "$system" != debian ]; then
        appliance_wrong_use "--boot is for the stand-in alone, with --os debian: its tests look into Debian's partitions"
    fi
    work=$appliance_home/$system-$builder
    mkdir -p "$work" "$appliance_home/cache"
    "appliance_$verb"
}

# step NAME TEXT FILE DIGEST COMMAND...: makes the file unless it is there and was made of the same inputs
step() {
    local name=$1 text=$2 made=$3 digest=$4 begun=$SECONDS
    shift 4
    if [ -e "$made" ] && [ "$(cat "$work/$name.done" 2>/dev/null)" = "$digest" ]; then
        echo "[$name] $text: done before" >&2
        return 0
    fi
    rm -f "$work/$name.done"
    echo "[$name] $text" >&2
    "$@" || fail "the step $name failed; the same command goes on there"
    [ -e "$made" ] || fail "the step $name made no $made"
    echo "$digest" >"$work/$name.done"
    echo "[$name] $((SECONDS - begun)) s" >&2
}

# digest_of FILE...: of names and contents, of folders too
digest_of() {
    local one
    for one in "$@"; do
        if [ -d "$one" ]; then
            (cd "$one" && find . -type f -print0 | sort -z | xargs -0r sha256sum)
        else
            sha256sum <"$one"
        fi
    done | sha256sum | cut -d ' ' -f 1
}

appliance_build() {
    [ -z "$given" ] || check_settings
    need_java && need_maven
    case $builder in
        qemu) bring_debian_packages packer qemu-system-x86 qemu-utils ovmf openssh-client xz-utils curl ;;
        vsphere) bring_debian_packages packer qemu-utils openssh-client curl ;;
        vmware)
            bring_debian_packages packer qemu-utils openssh-client curl
            command -v vmrun >/dev/null || fail "builder vmware needs VMware Workstation or Fusion, and 'vmrun' was not found"
            ;;
    esac
    [ $fresh = no ] || find "$work" -mindepth 1 -delete
    [ -e "$work/key" ] || ssh-keygen -q -t ed25519 -N '' -C build -f "$work/key"
    # what an image is made of is said once there is one: a build that breaks off leaves the words on the image before
    : >"$work/inputs.new"
    "appliance_base_$system"
    build_distribution
    local file
    for file in ${given:+"$given"/*}; do
        printf 'setting %s\t%s\t\n' "${file##*/}" "$(sha256sum <"$file" | cut -d ' ' -f 1)" >>"$work/inputs.new"
    done
    step payload "what goes into it" "$work/payload.tar" "$(digest_of "$distribution" "$appliance" ${given:+"$given"})" make_payload
    step image "provisioning by Packer ($source_name); its log is $work/packer.log" "$work/appliance.qcow2" \
        "$source_name-$(digest_of "$work/payload.tar" "$appliance/packer" "$work"/*.base)" run_packer
    mv "$work/inputs.new" "$work/inputs.tsv"
    echo "image: $work/appliance.qcow2"
}

# The stand-in's packages and a disk that boots from them.
appliance_base_debian() {
    [ "$(id -u)" = 0 ] || fail "the stand-in's root is made in a chroot, by root: sudo ./connector appliance build --os debian"
    bring_debian_packages mmdebstrap mtools dosfstools fdisk e2fsprogs grub-efi-amd64-bin grub-common
    source_name=qemu.debian
    local inputs archive
    inputs=$(digest_of "$appliance/debian/root.sh" "$appliance/debian"/*.list)
    archive=$appliance_home/cache/debian-root-${inputs:0:16}.tar
    step root "Debian's packages (some minutes, once)" "$archive" "$inputs" make_root "$archive"
    printf 'root file system\t%s\t\n' "$(sha256sum <"$archive" | cut -d ' ' -f 1)" >>"$work/inputs.new"
    step disk "a disk that boots from them" "$work/disk.qcow2" "$inputs-$(digest_of "$appliance/debian/disk.sh" "$appliance/debian/grub.cfg" "$work/key.pub")" \
        bash "$appliance/debian/disk.sh" "$archive" "$work/key.pub" "$work/disk.qcow2"
    cp "$work/disk.done" "$work/disk.base"
}

make_root() { [ -e "$1" ] || bash "$appliance/debian/root.sh" "$1" >"$work/root.log" 2>&1 || fail "see $work/root.log"; }

# FreeBSD's release, by its pinned digest.
appliance_base_freebsd() {
    local kind sha256 url fetched
    read -r kind sha256 url < <(grep "^$from " "$appliance/freebsd/inputs.list")
    fetched=$appliance_home/cache/${url##*/}
    step fetch "${url##*/}" "$fetched" "$sha256" fetch_pinned "$url" "$sha256" "$fetched"
    printf 'FreeBSD %s\t%s\t%s\n' "$kind" "$sha256" "$url" >>"$work/inputs.new"
    [ "$from" != iso ] || fetched_by_the_installer >>"$work/inputs.new"
    mkdir -p "$work/http"
    sed "s|@BUILD_KEY@|$(cat "$work/key.pub")|" "$appliance/freebsd/installerconfig" >"$work/http/installerconfig"
    case $builder/$from in
        qemu/image)
            source_name=qemu.freebsd-image
            bring_debian_packages xorriso
            step disk "unpacking it" "$work/disk.qcow2" "$sha256" unpack_image "$fetched"
            mkdir -p "$work/cidata"
            sed "s|@BUILD_KEY@|$(cat "$work/key.pub")|" "$appliance/freebsd/user-data" >"$work/cidata/user-data"
            echo 'instance-id: build' >"$work/cidata/meta-data"
            xorriso -as mkisofs -quiet -V cidata -J -R -o "$work/http/cidata.iso" "$work/cidata"
            ;;
        qemu/iso) source_name=qemu.freebsd-iso ;;
        vsphere/iso) source_name=vsphere-iso.freebsd ;;
        vmware/iso) source_name=vmware-iso.freebsd ;;
    esac
    digest_of "$appliance/freebsd/installerconfig" "$appliance/freebsd/inputs.list" >"$work/freebsd.base"
}

# The sets that the installer fetches, by the digests that it is given: NAME<TAB>SHA-256<TAB>URL
fetched_by_the_installer() {
    awk -F '\t' '/^export BSDINSTALL_DISTSITE=/ { split($0, words, "\""); site = words[2] }
        $1 ~ /^[a-z]+\.txz$/ { printf "FreeBSD %s\t%s\t%s/%s\n", $1, $2, site, $1 }' "$appliance/freebsd/installerconfig"
}

unpack_image() { xz --decompress --keep --stdout "$1" >"$work/disk.qcow2"; }

fetch_pinned() { # URL SHA256 FILE: a broken one is taken up again by the next call; one that is whole and another's begins anew
    if [ ! -e "$3" ]; then
        curl --fail --location --proto '=https' --tlsv1.2 --retry 5 --continue-at - --progress-bar --output "$3.part" "$1" || return 1
        echo "$2  $3.part" | sha256sum --check --quiet || {
            rm -f "$3.part"
            fail "$1 has not the digest that is pinned in appliance-image/freebsd/inputs.list"
        }
        mv "$3.part" "$3" || return 1
    fi
    echo "$2  $3" | sha256sum --check --quiet || fail "$3 was changed since it was fetched; remove it and type the same again"
}

# check_settings: that --settings names a folder of settings, none of which is secret or what the image itself sets
check_settings() {
    [ -d "$given" ] || appliance_wrong_use "--settings $given is no folder"
    given=$(cd "$given" && pwd -P)
    local file name
    for file in "$given"/* "$given"/.[!.]*; do
        [ -e "$file" ] || [ -L "$file" ] || continue
        name=${file##*/}
        if [ ! -f "$file" ] || [ -L "$file" ]; then fail "--settings: $name is no ordinary file"; fi
        case $name in
            *[!A-Za-z0-9._-]* | [!A-Za-z0-9]*) fail "--settings: $name has a name that no setting has" ;;
            *.cfg | *.json | *.pem) ;;
            *) fail "--settings: $name is none of .cfg, .json and .pem" ;;
        esac
        if sed -n 's/^setting \([^ ]*\) .*/\1.cfg/p' "$appliance/provision/37-settings.sh" | grep -q -x -F "$name"; then
            fail "--settings: $name is the image's own"
        fi
        [ "$(wc -c <"$file")" -le 1048576 ] || fail "--settings: $name is larger than 1 MiB"
        if grep -q -a -i -E 'PRIVATE KEY|(password|passphrase|passwd|secret|token|credential)[A-Za-z0-9._-]*"?[[:space:]]*[=:]' "$file"; then
            fail "--settings: $name holds a secret, which whoever has the OVA could read; give it in the set-up instead"
        fi
    done
    [ -n "$(ls -A "$given")" ] || fail "--settings: there is nothing in $given"
}

# What a step calls does not end by itself where a command fails ("$@" || fail switches set -e off): each says so.
make_payload() {
    local tree
    # what an interrupted one left
    rm -rf "$work"/payload.??????
    tree=$(mktemp -d "$work/payload.XXXXXX") || return 1
    cp -r "$appliance" "$tree/appliance-image" || return 1
    tar czf "$tree/distribution.tar.gz" --owner=0 --group=0 --numeric-owner -C "$(dirname "$distribution")" "$(basename "$distribution")" || return 1
    mkdir "$tree/settings" || return 1
    [ -z "${given:-}" ] || cp "$given"/* "$tree/settings/" || return 1
    tar cf "$work/payload.tar" --owner=0 --group=0 --numeric-owner -C "$tree" appliance-image distribution.tar.gz settings || return 1
    rm -rf "$tree"
}

run_packer() {
    rm -rf "$work/output" "$work/output.packages.tsv" || return 1
    rm -f "$work/appliance.qcow2" || return 1
    local variables=(-var "os=$system" -var "version=$version" -var "payload=$work/payload.tar" -var "build_key=$work/key"
        -var "output_directory=$work/output" -var "http_directory=$work/http")
    mkdir -p "$work/http" || return 1
    case $source_name in
        qemu.debian) variables+=(-var "debian_image=$work/disk.qcow2" -var "debian_image_checksum=sha256:$(sha256sum <"$work/disk.qcow2" | cut -d ' ' -f 1)") ;;
        qemu.freebsd-image) variables+=(-var "freebsd_image=$work/disk.qcow2" -var "freebsd_image_checksum=sha256:$(sha256sum <"$work/disk.qcow2" | cut -d ' ' -f 1)") ;;
        *) variables+=(-var "freebsd_iso_url=$appliance_home/cache/$(basename "$(awk '$1 == "iso" { print $3 }' "$appliance/freebsd/inputs.list")")") ;;
    esac
    [ -z "${CONNECTOR_ACCELERATOR:-}" ] || variables+=(-var "accelerator=$CONNECTOR_ACCELERATOR")
    # Packer 1.7 and later have their builders as plugins
    if at_least "$(packer version | sed -n 's/^Packer v//p')" 1.7; then packer init "$appliance/packer/plugins" >&2 || return 1; fi
    # a machine of this name is of a build before, which vCenter keeps
    local force=()
    [ "$builder" != vsphere ] || force=(-force)
    local answer=0
    CHECKPOINT_DISABLE=1 PACKER_CACHE_DIR="$appliance_home/cache/packer" packer build -color=false "${force[@]}" -only="$source_name" "${variables[@]}" "$appliance/packer" \
        2>&1 | tee "$work/packer.log" | sed -u -n 's/^.*: \(==> [0-9][0-9]-.*\)/        \1/p; s/^==> [^:]*: \(Waiting for SSH\|Connected to SSH\|Gracefully\).*/        \1/p' >&2 ||
        answer=1
    grep -q '^==> Builds finished' "$work/packer.log" || answer=1
    [ $answer = 0 ] || { grep -iE 'error|fail' "$work/packer.log" | tail -n 5 >&2; return 1; }
    cp "$work/output.packages.tsv" "$work/packages.tsv" || return 1
    # whatever the builder's form is, what is packed is one
    local disk
    disk=$(find "$work/output" -name '*.qcow2' -o -name '*.vmdk' ! -name '*-flat.vmdk' | head -n 1) || return 1
    qemu-img convert -O qcow2 "$disk" "$work/appliance.part" || return 1
    mv "$work/appliance.part" "$work/appliance.qcow2" || return 1
    rm -rf "$work/output"
}

appliance_all() {
    appliance_build
    appliance_ova
    appliance_verify
}

appliance_ova() {
    need_java && need_maven
    [ -n "$image" ] || image=$work/appliance.qcow2
    [ -n "$packages" ] || packages=$work/packages.tsv
    [ -e "$image" ] || fail "there is no $image; build it first: ./connector appliance build --os $system --builder $builder"
    build_distribution && build_ova_tool
    local inputs=()
    [ ! -e "$work/inputs.tsv" ] || inputs=(--inputs "$work/inputs.tsv")
    local suffix=''
    [ "$system" = freebsd ] || suffix=-$system
    java -cp "$ova_tool" io.github.migrationconnector.applianceova.OvaProgram --image "$image" --os "${system^^}" \
        --sources "$appliance" --distribution "$distribution" --packages "$packages" "${inputs[@]}" --version "$version" \
        --name "server-migration-connector-$version$suffix" --out "$out" "${signing[@]}"
}

build_ova_tool() {
    local target=$root/bundles/appliance-ova/target
    ova_tool=$target/appliance-ova-$version.jar:$target/lib/*
    if [ -e "$target/built" ] && [ -z "$(find "$root/bundles/appliance-ova/src/main" "$root/bundles/vmdk/src/main" -newer "$target/built" -type f -print -quit)" ]; then
        return 0
    fi
    (cd "$root" && mvn --batch-mode --no-transfer-progress -Pquick -pl bundles/appliance-ova -am package) >"$(log_file ova-build)" 2>&1 ||
        fail "the OVA's tool did not build; see $(log_file ova-build)"
    touch "$target/built"
}

appliance_verify() {
    local suffix=''
    [ "$system" = freebsd ] || suffix=-$system
    [ -n "$file" ] || file=$out/server-migration-connector-$version$suffix.ova
    [ -e "$file" ] || fail "there is no $file; pack it first: ./connector appliance ova --os $system"
    need_python
    python3 "$root/lab/appliance/ova_check.py" "$file"
    [ $boot = yes ] || return 0
    need_java && need_maven
    bring_debian_packages qemu-system-x86 qemu-utils ovmf xorriso e2fsprogs fdisk
    bring_venv && bring_go && build_lab && build_distribution
    CONNECTOR_LAB_BINARY=$lab_binary CONNECTOR_OVA=$file CONNECTOR_DISTRIBUTION=$distribution "$venv/bin/python" -m pytest -p no:cacheprovider -v "$root/lab/appliance/boot"
}
