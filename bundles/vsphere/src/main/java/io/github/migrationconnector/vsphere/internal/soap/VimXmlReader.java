package io.github.migrationconnector.vsphere.internal.soap;

import com.vmware.vim25.MethodFault;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads SOAP answers in one pass. Source: SOAP 1.1, section 4; the types are those of the vSphere Web Services API.
 *
 * <p>Tolerant of what is younger than yavijava: unknown elements, enum values and types are left out and told once. A
 * document type, which SOAP forbids, is refused unread.
 */
final class VimXmlReader {
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";

    private final VimTypes types = new VimTypes();
    private final XMLInputFactory factory = newFactory();

    private static XMLInputFactory newFactory() {
        // the JDK's own, whatever else the class path has
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /**
     * What an answer returns.
     *
     * @param returnType the type's name as yavijava gives it, an array with {@code []}; null when the method returns nothing
     * @return null when it returns nothing: yavijava's way of saying so
     * @throws VimFaultException when it is a fault
     */
    Object read(InputStream body, String returnType) throws IOException {
        try {
            XMLStreamReader xml;
            synchronized (factory) {
                xml = factory.createXMLStreamReader(body);
            }
            try {
                return envelope(xml, returnType);
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            // the JDK's reader wraps what the stream below it throws
            if (e.getNestedException() instanceof IOException io) {
                throw io;
            }
            throw new MalformedAnswerException("the answer is no SOAP: " + oneLine(e), e);
        } catch (IllegalArgumentException | ClassCastException | ReflectiveOperationException e) {
            throw new MalformedAnswerException("the answer does not fit its type", e);
        }
    }

    private static String oneLine(XMLStreamException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private Object envelope(XMLStreamReader xml, String returnType)
            throws XMLStreamException, IOException, ReflectiveOperationException {
        step(xml);
        require(xml, "Envelope");
        while (nextChild(xml)) {
            if (xml.getLocalName().equals("Body") && SOAP.equals(xml.getNamespaceURI())) {
                return body(xml, returnType);
            }
            VimValueReader.skip(xml);
        }
        throw new MalformedAnswerException("the answer has no SOAP body");
    }

    private Object body(XMLStreamReader xml, String returnType)
            throws XMLStreamException, IOException, ReflectiveOperationException {
        if (!nextChild(xml)) {
            throw new MalformedAnswerException("the answer's SOAP body is empty");
        }
        VimValueReader values = new VimValueReader(xml, types);
        if (xml.getLocalName().equals("Fault") && SOAP.equals(xml.getNamespaceURI())) {
            throw fault(xml, values);
        }
        List<Object> returned = new ArrayList<>();
        boolean array = returnType != null && returnType.endsWith("[]");
        Class<?> declared =
                returnType == null ? Object.class : declared(array ? returnType.replace("[]", "") : returnType);
        while (nextChild(xml)) {
            if (returnType != null && xml.getLocalName().equals("returnval")) {
                values.read(declared).ifPresent(returned::add);
            } else {
                VimValueReader.skip(xml);
            }
        }
        // to the end, so that a cut-off answer is not taken for a whole one
        while (xml.hasNext()) {
            xml.next();
        }
        if (array) {
            return VimValueReader.arrayOf(declared, returned);
        }
        return returned.isEmpty() ? null : returned.get(0);
    }

    private Class<?> declared(String name) throws MalformedAnswerException {
        Optional<Class<?>> basic = VimValueReader.basic(name);
        if (basic.isPresent()) {
            return basic.get();
        }
        return types.named(name).orElseThrow(() -> new MalformedAnswerException("no type " + name));
    }

    private VimFaultException fault(XMLStreamReader xml, VimValueReader values)
            throws XMLStreamException, IOException, ReflectiveOperationException {
        String message = "";
        String name = "Fault";
        MethodFault details = new MethodFault();
        while (nextChild(xml)) {
            switch (xml.getLocalName()) {
                case "faultstring" -> message = VimValueReader.text(xml);
                case "detail" -> {
                    while (nextChild(xml)) {
                        name = values.typeName().orElse(xml.getLocalName().replaceFirst("Fault$", ""));
                        details = values.fault(name);
                    }
                }
                default -> VimValueReader.skip(xml);
            }
        }
        return new VimFaultException(name, message, details);
    }

    private static void require(XMLStreamReader xml, String element) throws MalformedAnswerException {
        if (!xml.getLocalName().equals(element) || !SOAP.equals(xml.getNamespaceURI())) {
            throw new MalformedAnswerException("the answer is no SOAP but begins with " + xml.getLocalName());
        }
    }

    /** Goes to the document's element. */
    private static void step(XMLStreamReader xml) throws XMLStreamException, MalformedAnswerException {
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD) {
                throw new MalformedAnswerException("the answer has a document type, which SOAP forbids");
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                return;
            }
        }
        throw new MalformedAnswerException("the answer is empty");
    }

    /** Goes to the next child element; false, at the parent's end, when there is none. */
    static boolean nextChild(XMLStreamReader xml) throws XMLStreamException {
        while (true) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                return true;
            }
            if (event == XMLStreamConstants.END_ELEMENT) {
                return false;
            }
        }
    }
}
