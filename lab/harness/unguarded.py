"""A copy of the distribution with its guards taken out, one class each: to show that a test of a guard sees it missing.

The product has no switch for this. The guard's source is changed at one place, compiled against the bundles that are shipped,
and put into a copy of its bundle. When the source no longer has that place, this fails and says so.
"""

import hashlib
import pathlib
import re
import shutil
import subprocess
import tempfile
import zipfile

PACKAGE = "io/github/migrationconnector"
#: bundle, class, what stands there, what stands there without the guard
GUARDS = [
    ("access", "access/internal/OriginGuard",
     "public Optional<Refusal> refusal(WebRequest request) {",
     "public Optional<Refusal> refusal(WebRequest request) { if (true) return Optional.empty();"),
    ("access", "access/internal/ConsoleSecurityProvider",
     "private static Optional<Refusal> refusal(WebRequest request, Optional<Principal> principal) {",
     "private static Optional<Refusal> refusal(WebRequest request, Optional<Principal> principal) {"
     " if (principal.isPresent()) return Optional.empty();"),
    ("access", "access/internal/Backoff",
     "synchronized Optional<Duration> wait(String name) {",
     "synchronized Optional<Duration> wait(String name) { if (true) return Optional.empty();"),
    ("access", "access/internal/AccessRules", "if (!principal.role().includes(Role.ADMIN)) {", "if (false) {"),
    ("admin-ui", "adminui/internal/frame/PageRequest", "if (!may(role)) {", "if (false) {"),
    ("admin-ui", "adminui/internal/frame/Visit", "asked().sessionToken().ifPresent(access::logout);", ""),
    ("admin-ui", "adminui/internal/frame/Templates", ".autoEscaping(true)", ".autoEscaping(false)"),
    ("admin-ui", "adminui/internal/frame/Visit", "return !isFile() && request.getContentLengthLong() > LONGEST_FORM_BYTES", "return false"),
    # looks for what it does not know among the files of the home, as careless servers do
    ("admin-ui", "adminui/internal/frame/Assets",
     "return Optional.ofNullable(byPath.get(path));",
     "if (byPath.containsKey(path)) return Optional.of(byPath.get(path));"
     " try { String name = path.substring(ROOT.length());"
     " String home = org.osgi.framework.FrameworkUtil.getBundle(Assets.class).getBundleContext().getProperty(\"connector.home\");"
     " byte[] found = java.nio.file.Files.readAllBytes(java.nio.file.Path.of(home, name).normalize());"
     " return Optional.of(new Asset(\"text/plain\", found, found)); } catch (IOException | RuntimeException none) { return Optional.empty(); }"),
    ("auto-upgrade", "autoupgrade/internal/Uploads", "if (announcedBytes > mostBytes) {", "if (false) {"),
    ("http-api", "httpapi/internal/http/RequestBody", "static final int MOST_BYTES = 1 << 20;", "static final int MOST_BYTES = 1 << 30;"),
    ("http-api", "httpapi/internal/http/Authentication", "if (!principal.role().includes(role)) {", "if (false) {"),
]
#: the annotations of declarative services are not shipped; what they say is in the bundle already
ANNOTATIONS = {
    "Component": "Class<?>[] service() default {}; String[] property() default {}; String[] configurationPid() default {};"
                 " boolean immediate() default false;",
    "Activate": "",
    "Reference": "",
}


def without_guards(distribution, root, target):
    """Lays out the copy in `target`; returns it."""
    shutil.copytree(distribution, target)
    for bundle in sorted({guard[0] for guard in GUARDS}):
        jar = next((target / "bundles").glob(f"{bundle}-[0-9]*.jar"))
        with tempfile.TemporaryDirectory() as place:
            changed = _compiled(root, target / "bundles", bundle, pathlib.Path(place))
        _replace(jar, changed)
        _list_anew(target / "bundles" / "set.list", jar)
    return target


def _compiled(root, bundles, bundle, place):
    """The classes of a bundle's guards, changed, by their path in the bundle."""
    sources = []
    for name, text in ANNOTATIONS.items():
        source = place / "annotations" / f"{name}.java"
        source.parent.mkdir(exist_ok=True)
        source.write_text(f"package org.osgi.service.component.annotations; public @interface {name} {{ {text} }}")
        sources.append(source)
    for owner, path, guard, without in GUARDS:
        if owner != bundle:
            continue
        original = root / "bundles" / bundle / "src/main/java" / PACKAGE / f"{path}.java"
        source = place / original.name
        # a class may have more than one guard
        text = (source if source in sources else original).read_text(encoding="utf-8")
        if text.count(guard) != 1:
            raise RuntimeError(f"{original} no longer has the guard that is to be taken out: {guard}")
        source.write_text(text.replace(guard, without), encoding="utf-8")
        if source not in sources:
            sources.append(source)
    out = place / "classes"
    subprocess.run(
        ["javac", "--release", "17", "-proc:none", "-nowarn", "-cp", f"{bundles}/*:{bundles.parent}/lib/felix.jar", "-d", str(out), *map(str, sources)],
        check=True, capture_output=True, text=True)
    return {str(file.relative_to(out)): file.read_bytes() for file in (out / PACKAGE).rglob("*.class")}


def _replace(jar, changed):
    with zipfile.ZipFile(jar) as shipped:
        content = {entry.filename: shipped.read(entry) for entry in shipped.infolist()}
    if not changed.keys() <= content.keys():
        raise RuntimeError(f"{jar.name} has no {changed.keys() - content.keys()}")
    with zipfile.ZipFile(jar, "w", zipfile.ZIP_DEFLATED) as unguarded:
        for name, data in (content | changed).items():
            unguarded.writestr(name, data)


def _list_anew(listed, jar):
    """The launcher starts no bundle whose digest is not the listed one."""
    digest = hashlib.sha256(jar.read_bytes()).hexdigest()
    text, lines = re.subn(rf"[0-9a-f]{{64}} {re.escape(jar.name)}", f"{digest} {jar.name}", listed.read_text())
    if lines != 1:
        raise RuntimeError(f"{listed} does not list {jar.name} once")
    listed.write_text(text)
