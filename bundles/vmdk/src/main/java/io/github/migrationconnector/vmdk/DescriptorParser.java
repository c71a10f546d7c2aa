package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private static final Pattern PARENT_HINT = Pattern.compile("parentFileNameHint\\s*=\\s*\"([^\"]{0,1024})\"");
    private static final Pattern CREATE_TYPE = Pattern.compile("createType\\s*=\\s*\"([^\"]{1,64})\"");
    private static final Pattern DDB = Pattern.compile("ddb\\.([^\\s=]{1,128})\\s*=\\s*\"?([^\"]{0,1024})\"?");
    private static final Pattern EXTENT = Pattern.compile(
            "(RW|RDONLY|NOACCESS)\\s+(\\d{1,18})\\s+([A-Z0-9]{1,32})(?:\\s+\"([^\"]{1,1024})\"(?:\\s+(\\d{1,18})(?:\\s.*)?)?)?");
    private static final Pattern EXTENT_LIKE = Pattern.compile("(?:RW|RDONLY|NOACCESS)\\b.*");
    private static final Pattern KEY_LIKE = Pattern.compile("(CID|parentCID|parentFileNameHint|createType)\\s*=.*");
    private static final Pattern ENCODING =
            Pattern.compile("^\\s*encoding\\s*=\\s*\"([A-Za-z0-9_.:-]{1,40})\"", Pattern.MULTILINE);

    private final Set<String> keys = new HashSet<>();
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
        if (!begins(decoded)) {
            throw notUnderstood("it does not begin with '" + FIRST_LINE + "'").asException();
        }
        DescriptorParser parser = new DescriptorParser();
        try {
            decoded.lines().forEach(parser::line);
            parser.checkIdentity();
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

    /** A chain is proven by these alone: one that is left out would pose as a disk of its own, or as any parent. */
    private void checkIdentity() {
        if (!keys.contains("CID")) {
            throw new IllegalArgumentException("no content id (CID)");
        }
        if (!parentHint.isEmpty() && !keys.contains("parentCID")) {
            throw new IllegalArgumentException("a parent (" + parentHint + ") without its content id (parentCID)");
        }
    }

    private void line(String untrimmed) {
        String line = untrimmed.strip();
        if (line.length() > MAX_LINE_CHARS) {
            throw new IllegalArgumentException("a line of " + line.length() + " characters");
        }
        RefusedLine.check(line);
        Matcher key = KEY_LIKE.matcher(line);
        if (key.matches() && !keys.add(key.group(1))) {
            throw new IllegalArgumentException("a second " + key.group(1));
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
        } else if (key.matches()) {
            throw new IllegalArgumentException("a line that is not understood: " + line);
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
        Matcher named = ENCODING.matcher(StandardCharsets.ISO_8859_1.decode(bytes.duplicate()));
        if (named.find()) {
            Optional<String> decoded = decode(bytes, named.group(1)).filter(DescriptorParser::begins);
            if (decoded.isPresent()) {
                return decoded.get();
            }
        }
        // hosted products on Windows write the code page of the machine, most often this one
        return decode(bytes, "UTF-8").orElseGet(() -> Charset.forName("windows-1252")
                .decode(bytes.duplicate())
                .toString());
    }

    /** Empty when the bytes are not in that encoding, or this Java does not know it. */
    private static Optional<String> decode(ByteBuffer bytes, String encoding) {
        try {
            return Optional.of(Charset.forName(encoding)
                    .newDecoder()
                    .decode(bytes.duplicate())
                    .toString());
        } catch (CharacterCodingException | IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    private static boolean begins(String text) {
        return text.stripLeading().startsWith(FIRST_LINE);
    }

    private static Problem notUnderstood(String why) {
        return Problem.fatal(
                "VMDK_NOT_UNDERSTOOD",
                "This is no VMDK descriptor that the connector understands: " + why + ".",
                "Give the small text file that describes the disk, or make a new copy of the disk.");
    }
}
