package io.github.migrationconnector.autoupgrade.internal.set;

import io.github.migrationconnector.autoupgrade.internal.Refusals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The settings that a bundle knows, as it describes them by OSGi's metatype (OSGi Compendium 8, 105). */
final class SettingNames {
    private static final String PLACE = "OSGI-INF/metatype/";
    private static final long MOST_BYTES = 256 * 1024;

    private SettingNames() {}

    /** By PID. */
    static Map<String, Set<String>> of(Path file) {
        Map<String, Set<String>> found = new TreeMap<>();
        try (JarFile jar = new JarFile(file.toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                if (entry.getName().startsWith(PLACE) && entry.getName().endsWith(".xml")) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        read(in, found);
                    }
                }
            }
        } catch (IOException | XMLStreamException e) {
            throw Refusals.set(file.getFileName() + " can't be read: " + e.getMessage());
        }
        return found;
    }

    /** One file describes one group of settings, then says whose they are. */
    private static void read(InputStream in, Map<String, Set<String>> found) throws IOException, XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        byte[] bytes = in.readNBytes((int) MOST_BYTES);
        XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
        Set<String> names = new TreeSet<>();
        while (reader.hasNext()) {
            if (reader.next() != XMLStreamReader.START_ELEMENT) {
                continue;
            }
            if (reader.getLocalName().equals("AD")) {
                names.add(String.valueOf(reader.getAttributeValue(null, "id")));
            } else if (reader.getLocalName().equals("Designate")) {
                String pid = reader.getAttributeValue(null, "pid");
                if (pid != null && !pid.isBlank()) {
                    found.computeIfAbsent(pid, unused -> new TreeSet<>()).addAll(names);
                }
            }
        }
    }
}
