package io.github.migrationconnector.applianceova.internal.ova;

import io.github.migrationconnector.applianceova.internal.OvaFailure;
import java.io.StringReader;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The descriptor with places to be filled in, {@code @NAME@}. What is filled in is never looked at again, so that a licence may
 * hold anything.
 */
public final class OvfTemplate {
    private static final Pattern PLACE = Pattern.compile("@([A-Z_]+)@");

    private final String text;

    public OvfTemplate(String text) {
        this.text = text;
    }

    /** Text as it stands in an element or a quoted attribute; what no XML can hold is refused. */
    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\f' -> escaped.append('\n');
                default -> {
                    if (point < ' ' && point != '\n' && point != '\t' && point != '\r') {
                        throw new OvaFailure(
                                "a control character (" + point + ") where only text may be",
                                "take it out of the text");
                    }
                    escaped.appendCodePoint(point);
                }
            }
        });
        return escaped.toString();
    }

    /**
     * Fills in every place.
     *
     * @param values XML for each name, escaped already
     * @throws OvaFailure when a place has no value, a value no place, or no well-formed XML comes out
     */
    public String filled(Map<String, String> values) {
        Set<String> used = new HashSet<>();
        String filled = PLACE.matcher(text).replaceAll(place -> {
            String value = values.get(place.group(1));
            if (value == null) {
                throw new OvaFailure(
                        "the descriptor's template has a place for " + place.group(1) + ", which nobody fills",
                        "take it out of the template");
            }
            used.add(place.group(1));
            return Matcher.quoteReplacement(value);
        });
        if (!used.equals(values.keySet())) {
            Set<String> left = new HashSet<>(values.keySet());
            left.removeAll(used);
            throw new OvaFailure("the descriptor's template has no place for " + left, "put @NAME@ for each into it");
        }
        requireXml(filled);
        return filled;
    }

    private static void requireXml(String text) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(text));
            while (xml.hasNext()) {
                xml.next();
            }
        } catch (XMLStreamException e) {
            throw new OvaFailure(
                    "the descriptor is no well-formed XML: " + e.getMessage(),
                    "mend the template, or the properties that were put into it",
                    e);
        }
    }
}
