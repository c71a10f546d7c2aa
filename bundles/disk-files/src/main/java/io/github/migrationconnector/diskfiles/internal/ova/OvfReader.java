package io.github.migrationconnector.diskfiles.internal.ova;

import java.io.StringReader;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads an OVF descriptor. Format: DMTF DSP0243, Open Virtualization Format. It comes from outside: no DTD, no entities, a
 * bounded size and depth.
 */
public final class OvfReader {
    /** Descriptors with licence texts in them have about 100 KiB. */
    public static final int MAX_BYTES = 4 << 20;

    private static final int MAX_DEPTH = 64;
    private static final int MAX_DISKS = 256;
    private static final String OVF = "http://schemas.dmtf.org/ovf/envelope/";
    private static final Pattern UNITS = Pattern.compile("byte(?:\\s*\\*\\s*2\\s*\\^\\s*(\\d{1,2}))?");
    private static final BigInteger MAX_CAPACITY = BigInteger.ONE.shiftLeft(49);

    /** A disk whose file may be told further down. */
    private record Draft(String diskId, String fileRef, long capacityBytes) {}

    private final XMLStreamReader xml;
    private final Map<String, OvfFile> files = new HashMap<>();
    private final List<Draft> drafts = new ArrayList<>();
    private String firmware = "";
    private String guestOs = "";

    private OvfReader(XMLStreamReader xml) {
        this.xml = xml;
    }

    /**
     * Reads a descriptor.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code OVA_DAMAGED}, or {@code
     *     OVA_NOT_SUPPORTED} for files compressed otherwise than with gzip, and disks with a parent
     */
    public static OvfEnvelope read(byte[] text) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        try {
            OvfReader reader = new OvfReader(factory.createXMLStreamReader(new StringReader(decode(text))));
            reader.walk();
            return reader.envelope();
        } catch (XMLStreamException e) {
            throw OvaProblem.damaged("its descriptor is no XML that can be read: line "
                    + (e.getLocation() == null ? 0 : e.getLocation().getLineNumber()));
        }
    }

    /** Every OVF tool writes UTF-8; Java's parser would print to the error stream on other bytes. */
    private static String decode(byte[] text) {
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
            return decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
        } catch (CharacterCodingException e) {
            throw OvaProblem.damaged("its descriptor is not in UTF-8");
        }
    }

    private void walk() throws XMLStreamException {
        int depth = 0;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw OvaProblem.damaged("its descriptor has a document type or entities, which no OVF has");
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > MAX_DEPTH) {
                        throw OvaProblem.damaged("its descriptor is nested too deeply");
                    }
                    element();
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {
                    // text and comments say nothing of disks
                }
            }
        }
    }

    private void element() {
        switch (xml.getLocalName()) {
            case "File" -> file();
            case "Disk" -> disk();
            case "OperatingSystemSection" -> guestOs = attribute("osType");
            case "Config" -> {
                if (attribute("key").equals("firmware")) {
                    firmware = attribute("value");
                }
            }
            default -> {
                // hardware, networks, licences
            }
        }
    }

    /** An attribute of whatever namespace: OVF 1 and 2, and VMware's own, differ only in it. */
    private String attribute(String name) {
        for (int at = 0; at < xml.getAttributeCount(); at++) {
            if (xml.getAttributeLocalName(at).equals(name)) {
                return xml.getAttributeValue(at);
            }
        }
        return "";
    }

    private void file() {
        if (!isOvf()) {
            return;
        }
        String name = attribute("href");
        String compression = attribute("compression");
        boolean gzip = compression.equals("gzip");
        if (!compression.isEmpty() && !gzip && !compression.equals("identity")) {
            throw OvaProblem.notSupported("has " + name + " compressed as a whole (" + compression + ")");
        }
        String chunk = attribute("chunkSize");
        if (!chunk.isEmpty() && !chunk.matches("[1-9]\\d{0,17}")) {
            throw OvaProblem.damaged("its descriptor says chunks of '" + chunk + "' bytes");
        }
        OvfFile file = new OvfFile(name, gzip, chunk.isEmpty() ? 0 : Long.parseLong(chunk));
        if (files.size() >= MAX_DISKS || files.put(attribute("id"), file) != null) {
            throw OvaProblem.damaged("its descriptor names too many files, or one twice");
        }
    }

    private void disk() {
        if (!isOvf()) {
            return;
        }
        if (!attribute("parentRef").isEmpty()) {
            throw OvaProblem.notSupported("has a disk that stands on another one (parentRef)");
        }
        if (drafts.size() >= MAX_DISKS) {
            throw OvaProblem.damaged("its descriptor names too many disks");
        }
        drafts.add(new Draft(attribute("diskId"), attribute("fileRef"), capacity()));
    }

    private boolean isOvf() {
        return xml.getNamespaceURI() != null && xml.getNamespaceURI().startsWith(OVF);
    }

    private long capacity() {
        String number = attribute("capacity");
        String words = attribute("capacityAllocationUnits");
        Matcher units = UNITS.matcher(words.isEmpty() ? "byte" : words.strip());
        if (!number.matches("\\d{1,19}") || !units.matches()) {
            throw OvaProblem.damaged("its descriptor says a capacity of '" + number + "' in units of '" + words + "'");
        }
        int shift = units.group(1) == null ? 0 : Integer.parseInt(units.group(1));
        BigInteger bytes = new BigInteger(number).shiftLeft(shift);
        if (bytes.signum() < 1 || bytes.compareTo(MAX_CAPACITY) > 0) {
            throw OvaProblem.damaged("its descriptor says a capacity of " + bytes + " bytes");
        }
        return bytes.longValueExact();
    }

    private OvfEnvelope envelope() {
        List<OvfDisk> disks = new ArrayList<>();
        for (Draft draft : drafts) {
            OvfFile file = draft.fileRef().isEmpty() ? OvfFile.NONE : files.getOrDefault(draft.fileRef(), OvfFile.NONE);
            if (file.name().isEmpty() != draft.fileRef().isEmpty()) {
                throw OvaProblem.damaged("its descriptor names no file for the disk " + draft.diskId());
            }
            disks.add(new OvfDisk(draft.diskId(), file, draft.capacityBytes()));
        }
        return new OvfEnvelope(disks, firmware, guestOs);
    }
}
