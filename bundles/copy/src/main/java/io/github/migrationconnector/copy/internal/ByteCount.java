package io.github.migrationconnector.copy.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes: digits, then K, M or G for powers of 1024, or nothing. */
final class ByteCount implements ITypeConverter<Long> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})([KMG]?)");

    @Override
    public Long convert(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is no number of bytes, such as 5000000 or 50M");
        }
        int shift = 10 * "KMG".indexOf(matcher.group(2)) + (matcher.group(2).isEmpty() ? 0 : 10);
        long count = Long.parseLong(matcher.group(1));
        if (count > Long.MAX_VALUE >> shift) {
            throw new TypeConversionException("'" + text + "' is too many bytes");
        }
        return count << shift;
    }
}
