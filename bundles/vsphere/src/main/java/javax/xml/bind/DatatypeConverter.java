package javax.xml.bind;

import java.util.Base64;
import java.util.Calendar;
import java.util.GregorianCalendar;
import javax.xml.datatype.DatatypeFactory;

/**
 * The few methods of JAXB's class that yavijava is linked to. JAXB left the JDK with Java 11; nothing else of it is needed
 * here. Source: JSR 222, javax.xml.bind.DatatypeConverter.
 */
public final class DatatypeConverter {
    private DatatypeConverter() {}

    /** Writes an xsd:dateTime. */
    public static String printDateTime(Calendar time) {
        GregorianCalendar gregorian = new GregorianCalendar(time.getTimeZone());
        gregorian.setTimeInMillis(time.getTimeInMillis());
        return DatatypeFactory.newDefaultInstance()
                .newXMLGregorianCalendar(gregorian)
                .toXMLFormat();
    }

    /** Reads an xsd:time; yavijava hands it date-times too, which have the same lexical form behind the date. */
    public static Calendar parseTime(String text) {
        return DatatypeFactory.newDefaultInstance()
                .newXMLGregorianCalendar(text.strip())
                .toGregorianCalendar();
    }

    /** Reads an xsd:base64Binary. */
    public static byte[] parseBase64Binary(String text) {
        return Base64.getMimeDecoder().decode(text);
    }
}
