# What an appliance never uses, so that the OVA stays small: compilers and debuggers, static libraries, debugging symbols, the
# system's own tests, documents and examples. freebsd-update leaves out of its patches what is not there.
. "$sources/provision/paths.sh"

for tool in cc c++ CC clang clang++ clang-cpp clang-scan-deps clang-format clang-tblgen cpp lldb lldb-server lldb-tblgen ld.lld lld llvm-lto llvm-lto2 llvm-tblgen; do
    rm -f "/usr/bin/$tool"
done
rm -rf /usr/lib/clang /usr/lib/debug /usr/tests /usr/share/doc /usr/share/examples
find -x /usr/lib -type f -name 'lib*.a' -exec rm -f {} +
