package io.github.migrationconnector.itest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A component that can't be activated, and tells a secret over it. Packed into a bundle of its own by {@link #pack}. */
public final class FailingComponent {
    /** Who reads the log must not find it. */
    public static final String SECRET = "swordfish-of-a-component";

    private static final String DESCRIPTION =
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%s" immediate="true">
              <implementation class="%s"/>
            </scr:component>
            """;

    public FailingComponent() {
        throw new IllegalStateException("it does not get going with password=" + SECRET);
    }

    /** Writes the bundle: its symbolic name, and that of the component. */
    public static void pack(OutputStream file, String name) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", name);
        headers.putValue("Service-Component", "component.xml");
        headers.putValue(
                "Require-Capability",
                "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.3)(!(version>=2)))\"");
        String type = FailingComponent.class.getName();
        String path = type.replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream in = FailingComponent.class.getClassLoader().getResourceAsStream(path)) {
            out.putNextEntry(new JarEntry("component.xml"));
            out.write(DESCRIPTION.formatted(name, type).getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new JarEntry(path));
            in.transferTo(out);
        }
    }
}
