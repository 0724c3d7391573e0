# Shared by packages/build and packages/pack; sourced, not run. README.md says how a recipe works.
#
# A recipe is packages/<name>/recipe.sh. It sets
#   version         the upstream version
#   source_package  the Debian source package, and
#   source_version  its exact version
#   source_archive  the upstream archive in that source package, and
#   source_sha256   its checksum
#   source_top      the top folder in the archive
#   source_paths    what to extract of it, relative to that
# and defines `build_package SOURCE BUILD OUTPUT`, which compiles what is in SOURCE in the folder
# BUILD and leaves the artifact in OUTPUT.

packages_root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
checkout_root=$(dirname "$packages_root")
cache_root=${WEFT_BUILD_CACHE:-$HOME/.cache/weft-build}
archive_root=$checkout_root/../shared/engine

export CC=${CC:-clang-19}
export CXX=${CXX:-clang++-19}
jobs=${WEFT_JOBS:-$(nproc)}

say() { printf '%s\n' "$*" >&2; }

die() {
    say "error: $*"
    exit 1
}

require_tool() {
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null || die "$tool is not installed; 'make setup' installs what is missing"
    done
}

load_recipe() {
    name=$1
    package_root=$packages_root/$name
    [[ -f $package_root/recipe.sh ]] || die "no recipe packages/$name/recipe.sh"
    require_tool "$CC" "$CXX"
    shopt -s nullglob
    patches=("$package_root"/patches/*.patch)
    # shellcheck source=/dev/null
    source "$package_root/recipe.sh"
    package_hash=$(hash_package)
    artifact_name=$name-$version-$package_hash
    artifact=$cache_root/$artifact_name
}

# What an artifact depends on: everything in the package's folder (recipe with its flags and pins,
# patches) and the compiler.
hash_package() {
    {
        "$CXX" --version | head -n 1
        cd "$package_root"
        find . -type f | LC_ALL=C sort | while read -r file; do
            printf '%s\n' "$file"
            cat "$file"
        done
    } | sha256sum | cut -c 1-16
}

check_sha256() { printf '%s  %s\n' "$2" "$1" | sha256sum --check --status; }

# Writes the machine's own package sources into folder $1, turned into deb-src entries.
write_source_lists() {
    local folder=$1 file
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [[ -f $file ]] || continue # The first one may be missing.
        sed -n 's/^deb\([[:space:]]\)/deb-src\1/p' "$file" >"$folder/$(basename "$file" .list).list"
    done
    for file in /etc/apt/sources.list.d/*.sources; do
        sed 's/^Types:.*/Types: deb-src/I' "$file" >"$folder/$(basename "$file")"
    done
}

# Downloads the archive of the recipe's source package into the cache, unless it is there.
fetch_source() {
    local sources=$cache_root/sources
    source_file=$sources/$source_archive
    if [[ -f $source_file ]] && check_sha256 "$source_file" "$source_sha256"; then
        return
    fi
    require_tool apt-get
    mkdir -p "$sources"
    local temporary
    temporary=$(mktemp -d "$sources/fetch.XXXXXX")
    mkdir -p "$temporary/lists/partial" "$temporary/files" "$temporary/parts"
    write_source_lists "$temporary/parts"
    local options=(
        -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$temporary/parts"
        -o "Dir::State::lists=$temporary/lists" -o "Dir::Cache::pkgcache=" -o "Dir::Cache::srcpkgcache="
        -o APT::Sandbox::User=root -o Acquire::Retries=3
    )
    say "$name: fetching $source_package $source_version"
    apt-get "${options[@]}" -q update >"$temporary/log" 2>&1 ||
        { cat "$temporary/log" >&2; die "the list of source packages can't be read"; }
    (cd "$temporary/files" &&
        apt-get "${options[@]}" -q source --download-only --tar-only "$source_package=$source_version" >"$temporary/log" 2>&1) ||
        { cat "$temporary/log" >&2; die "$source_package $source_version can't be downloaded"; }
    [[ -f $temporary/files/$source_archive ]] || die "$source_package $source_version has no $source_archive"
    check_sha256 "$temporary/files/$source_archive" "$source_sha256" ||
        die "$source_archive has an unexpected SHA-256 (expected $source_sha256)"
    mv "$temporary/files/$source_archive" "$source_file"
    rm -rf "$temporary"
}

# Extracts the source into folder $1 and applies the recipe's patches. A folder that already holds
# exactly this state is kept; of one that holds another state the time stamps are kept where a file
# is the same, so that a changed patch rebuilds only what it changes.
prepare_source() {
    local folder=$1 stamp
    stamp=$(cat /dev/null "${patches[@]}" <(echo "$source_sha256 ${source_paths[*]:-}") | sha256sum)
    if [[ -f $folder.stamp && $(<"$folder.stamp") == "$stamp" ]]; then
        return
    fi
    say "$name: extracting"
    rm -rf "$folder.new" "$folder.stamp"
    mkdir -p "$folder.new"
    local members=() path
    # Archive members begin with one top folder, which --strip-components removes again.
    for path in "${source_paths[@]}"; do members+=("$source_top/$path"); done
    tar -xf "$source_file" -C "$folder.new" --strip-components=1 "${members[@]}"
    apply_patches "$folder.new"
    [[ ! -d $folder ]] || keep_time_stamps "$folder" "$folder.new"
    rm -rf "$folder"
    mv -T "$folder.new" "$folder"
    printf '%s' "$stamp" >"$folder.stamp"
}

apply_patches() {
    local folder=$1 patch
    for patch in "${patches[@]}"; do
        say "$name: patch $(basename "$patch")"
        patch --directory="$folder" --strip=1 --batch --quiet --no-backup-if-mismatch <"$patch" ||
            die "$(basename "$patch") doesn't apply"
    done
    cat /dev/null "${patches[@]}" | sed -n 's|^+++ b/\([^[:space:]]*\).*|\1|p' | sort -u >"$folder/.patched"
}

# Unpatched files have the archive's time in both folders, so only files that are or were patched count.
keep_time_stamps() {
    local old=$1 new=$2 file
    [[ -f $old/.patched ]] || return 0
    sort -u "$new/.patched" "$old/.patched" | while read -r file; do
        [[ -f $new/$file ]] || continue
        if cmp -s "$old/$file" "$new/$file"; then
            touch -r "$old/$file" "$new/$file"
        else
            touch "$new/$file"
        fi
    done
}

# Runs a long command. On a terminal its output is shown as it comes; else one line in 20 seconds
# is, and everything if it fails.
run_with_progress() {
    local log=$1
    shift
    if [[ -t 2 ]]; then
        "$@" >&2
        return
    fi
    if "$@" 2>&1 | tee "$log" | awk -v name="$name" \
        '/^\[/ { if (systime() - last >= 20) { last = systime(); print name ": " $1 " " $2; fflush() } }' >&2; then
        return
    fi
    tail -n 60 "$log" >&2
    return 1
}

# An artifact packed by packages/pack, under this very name.
unpack_archive() {
    local archive=$archive_root/$artifact_name.tar.xz staging
    [[ -f $archive ]] || return 1
    say "$name: unpacking $artifact_name.tar.xz"
    staging=$(mktemp -d "$cache_root/unpack.XXXXXX")
    if tar -xf "$archive" -C "$staging" && [[ -d $staging/$artifact_name ]]; then
        mv -T "$staging/$artifact_name" "$artifact"
        rmdir "$staging"
        return 0
    fi
    rm -rf "$staging"
    say "$name: the archive can't be used, building from source"
    return 1
}

# Makes sure that the artifact exists; afterwards $artifact is its folder.
provide_package() {
    [[ -d $artifact ]] && return
    mkdir -p "$cache_root/work"
    exec {lock}>"$cache_root/work/$name.lock"
    if ! flock --nonblock "$lock"; then
        say "$name: waiting for another build of it"
        flock "$lock"
    fi
    if [[ ! -d $artifact ]] && ! unpack_archive; then
        build_from_source
    fi
    exec {lock}>&-
}

build_from_source() {
    local work=$cache_root/work/$name started=$SECONDS
    say "$name: building $artifact_name from source with $jobs jobs"
    mkdir -p "$work"
    fetch_source
    prepare_source "$work/source"
    rm -rf "$work/output"
    mkdir -p "$work/build" "$work/output"
    build_package "$work/source" "$work/build" "$work/output"
    mv -T "$work/output" "$artifact"
    say "$name: built in $(((SECONDS - started) / 60)) min $(((SECONDS - started) % 60)) s"
}
