package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a descriptor, line by line. Every line stands for itself, so that no value can pose as another key; what is not
 * known is passed over, as VMware's own products do.
 */
public final class DescriptorParser {
    /** A descriptor of 32,768 extents of 2 GiB is about this long; no disk has more. */
    public static final int MAX_BYTES = 2 << 20;

    private static final int MAX_LINE_CHARS = 2048;
    private static final int MAX_EXTENTS = 1 << 15;
    private static final int MAX_DDB_ENTRIES = 1024;

    /** How every descriptor begins, for those who look what a file is. */
    public static final String FIRST_LINE = "# Disk DescriptorFile";

    private static final Pattern CONTENT_ID = Pattern.compile("CID\\s*=\\s*([0-9a-fA-F]{1,8})");
    private static final Pattern PARENT_CONTENT_ID = Pattern.compile("parentCID\\s*=\\s*([0-9a-fA-F]{1,8})");
    private static final Pattern PARENT_HINT = Pattern.compile("parentFileNameHint\\s*=\\s*\"([^\"]{1,1024})\"");
    private static final Pattern CREATE_TYPE = Pattern.compile("createType\\s*=\\s*\"([^\"]{1,64})\"");
    private static final Pattern DDB = Pattern.compile("ddb\\.([^\\s=]{1,128})\\s*=\\s*\"?([^\"]{0,1024})\"?");
    private static final Pattern EXTENT = Pattern.compile(
            "(RW|RDONLY|NOACCESS)\\s+(\\d{1,18})\\s+([A-Z0-9]{1,32})(?:\\s+\"([^\"]{1,1024})\"(?:\\s+(\\d{1,18})(?:\\s.*)?)?)?");
    private static final Pattern EXTENT_LIKE = Pattern.compile("(?:RW|RDONLY|NOACCESS)\\b.*");

    private long contentId;
    private long parentContentId = VmdkDescriptor.NO_PARENT;
    private String parentHint = "";
    private String createType = "";
    private final List<VmdkExtent> extents = new ArrayList<>();
    private final Map<String, String> ddb = new HashMap<>();

    private DescriptorParser() {}

    /**
     * Reads a descriptor.
     *
     * @param text its bytes, at most {@link #MAX_BYTES}; padding with NUL at the end is fine
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code VMDK_NOT_UNDERSTOOD}
     */
    public static VmdkDescriptor parse(byte[] text) {
        if (text.length > MAX_BYTES) {
            throw notUnderstood("its descriptor is longer than " + MAX_BYTES + " bytes")
                    .asException();
        }
        String decoded = decode(text);
        if (!decoded.stripLeading().startsWith(FIRST_LINE)) {
            throw notUnderstood("it does not begin with '" + FIRST_LINE + "'").asException();
        }
        DescriptorParser parser = new DescriptorParser();
        try {
            decoded.lines().forEach(parser::line);
            return new VmdkDescriptor(
                    parser.contentId,
                    parser.parentContentId,
                    parser.parentHint,
                    parser.createType,
                    parser.extents,
                    parser.ddb);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw notUnderstood("it describes " + e.getMessage()).asException(e);
        }
    }

    private void line(String untrimmed) {
        String line = untrimmed.strip();
        if (line.length() > MAX_LINE_CHARS) {
            throw new IllegalArgumentException("a line of " + line.length() + " characters");
        }
        Matcher extent = EXTENT.matcher(line);
        Matcher value = CONTENT_ID.matcher(line);
        Matcher parent = PARENT_CONTENT_ID.matcher(line);
        Matcher hint = PARENT_HINT.matcher(line);
        Matcher type = CREATE_TYPE.matcher(line);
        Matcher entry = DDB.matcher(line);
        if (extent.matches()) {
            extents.add(extent(extent));
        } else if (EXTENT_LIKE.matcher(line).matches()) {
            // passing it over would leave a part of the disk out
            throw new IllegalArgumentException("an extent in an unknown way: " + line);
        } else if (value.matches()) {
            contentId = Long.parseLong(value.group(1), 16);
        } else if (parent.matches()) {
            parentContentId = Long.parseLong(parent.group(1), 16);
        } else if (hint.matches()) {
            parentHint = hint.group(1);
        } else if (type.matches()) {
            createType = type.group(1);
        } else if (entry.matches()) {
            ddb.put(entry.group(1), entry.group(2));
        }
        if (extents.size() > MAX_EXTENTS || ddb.size() > MAX_DDB_ENTRIES) {
            throw new IllegalArgumentException("more extents or entries than any disk has");
        }
    }

    private static VmdkExtent extent(Matcher line) {
        ExtentType type = type(line.group(3));
        if (line.group(1).equals("NOACCESS") && type != ExtentType.ZERO) {
            // what the guest would see there is not known
            throw new IllegalArgumentException("an extent that nobody may read (NOACCESS): " + line.group());
        }
        String fileName = line.group(4) == null ? "" : line.group(4);
        long offset = line.group(5) == null ? 0 : Long.parseLong(line.group(5));
        return new VmdkExtent(type, Long.parseLong(line.group(2)), fileName, offset);
    }

    private static ExtentType type(String name) {
        for (ExtentType type : ExtentType.values()) {
            if (type.name().equals(name.toUpperCase(Locale.ROOT))) {
                return type;
            }
        }
        throw new IllegalArgumentException("an extent of the unknown type " + name);
    }

    private static String decode(byte[] text) {
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        ByteBuffer bytes = ByteBuffer.wrap(text, 0, length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
        } catch (CharacterCodingException e) {
            // hosted products on Windows write the code page of the machine, most often this one
            return Charset.forName("windows-1252").decode(bytes).toString();
        }
    }

    private static Problem notUnderstood(String why) {
        return Problem.fatal(
                "VMDK_NOT_UNDERSTOOD",
                "This is no VMDK descriptor that the connector understands: " + why + ".",
                "Give the small text file that describes the disk, or make a new copy of the disk.");
    }
}
