package io.github.migrationconnector.vsphere.internal.soap;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.MethodFault;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Calendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads one element after the other into values; each call begins at an element's start and ends at its end. */
final class VimValueReader {
    private static final String ARRAY_OF = "ArrayOf";
    /** A chain of disks has at most 32 links, a tree of snapshots 32 levels, with a few elements each. */
    private static final int DEEPEST = 300;

    private static final Map<String, Class<?>> BASIC = Map.ofEntries(
            Map.entry("string", String.class),
            Map.entry("anyURI", String.class),
            Map.entry("boolean", Boolean.class),
            Map.entry("byte", Byte.class),
            Map.entry("short", Short.class),
            Map.entry("int", Integer.class),
            Map.entry("long", Long.class),
            Map.entry("float", Float.class),
            Map.entry("double", Double.class),
            Map.entry("dateTime", Calendar.class),
            Map.entry("Calendar", Calendar.class),
            Map.entry("base64Binary", byte[].class));

    private final XMLStreamReader xml;
    private final VimTypes types;
    private int depth;

    VimValueReader(XMLStreamReader xml, VimTypes types) {
        this.xml = xml;
        this.types = types;
    }

    /** The class of one of XML Schema's types, by its name in lower or upper case. */
    static Optional<Class<?>> basic(String name) {
        String first = name.isEmpty() ? "" : name.substring(0, 1).toLowerCase(Locale.ROOT);
        Class<?> exact = BASIC.get(name);
        return Optional.ofNullable(exact != null || name.isEmpty() ? exact : BASIC.get(first + name.substring(1)));
    }

    /** The xsi:type of the current element, without its prefix. */
    Optional<String> typeName() {
        String type = xml.getAttributeValue(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "type");
        return Optional.ofNullable(type)
                .map(name -> name.substring(name.indexOf(':') + 1).strip());
    }

    /** Reads the current element as a value of a type, or of one below it; empty when it is of none known here. */
    Optional<Object> read(Class<?> declared) throws XMLStreamException, ReflectiveOperationException {
        Class<?> actual = VimTypes.widened(declared);
        Optional<String> name = typeName();
        if (name.isPresent()) {
            if (declared == Object.class && name.get().startsWith(ARRAY_OF)) {
                return array(name.get().substring(ARRAY_OF.length()));
            }
            Optional<Class<?>> named = basic(name.get()).or(() -> types.named(name.get()));
            if (named.isPresent() && boxed(declared).isAssignableFrom(named.get())) {
                actual = named.get();
            } else {
                // the server's type is a younger one below the declared one: what they share can still be read
                types.dropped("type " + name.get(), xml.getLocalName());
            }
        }
        return value(boxed(actual));
    }

    /** Reads the current element as a fault of that name, or as the nearest that is known. */
    MethodFault fault(String name) throws XMLStreamException, ReflectiveOperationException {
        Class<?> type =
                types.named(name).filter(MethodFault.class::isAssignableFrom).orElse(MethodFault.class);
        return (MethodFault) object(type);
    }

    private Optional<Object> array(String componentName) throws XMLStreamException, ReflectiveOperationException {
        Optional<Class<?>> component = basic(componentName)
                .or(() -> types.named(componentName))
                .or(() -> componentName.equals("AnyType") ? Optional.of(Object.class) : Optional.empty());
        if (component.isEmpty()) {
            types.dropped("type " + ARRAY_OF + componentName, xml.getLocalName());
            skip(xml);
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        while (VimXmlReader.nextChild(xml)) {
            read(component.get()).ifPresent(values::add);
        }
        return Optional.of(arrayOf(component.get(), values));
    }

    private Optional<Object> value(Class<?> type) throws XMLStreamException, ReflectiveOperationException {
        if (type == ManagedObjectReference.class) {
            ManagedObjectReference reference = new ManagedObjectReference();
            reference.setType(String.valueOf(xml.getAttributeValue(null, "type")));
            reference.setVal(text(xml));
            return Optional.of(reference);
        }
        if (type.isEnum()) {
            return constant(type);
        }
        if (type.getName().startsWith("java.") || type.isArray()) {
            if (type == Object.class) {
                skip(xml);
                return Optional.empty();
            }
            return Optional.of(basicValue(type, text(xml)));
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            skip(xml);
            return Optional.empty();
        }
        return Optional.of(object(type));
    }

    private Optional<Object> constant(Class<?> type) throws XMLStreamException {
        String text = text(xml).strip();
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(text)) {
                return Optional.of(constant);
            }
        }
        types.dropped("value " + text.substring(0, Math.min(60, text.length())), type.getSimpleName());
        return Optional.empty();
    }

    private Object object(Class<?> type) throws XMLStreamException, ReflectiveOperationException {
        if (++depth > DEEPEST) {
            throw new XMLStreamException("elements are nested deeper than " + DEEPEST);
        }
        Constructor<?> constructor = type.getDeclaredConstructor();
        Object object = constructor.newInstance();
        Map<Field, List<Object>> arrays = new LinkedHashMap<>();
        Map<String, Field> fields = types.fields(type);
        while (VimXmlReader.nextChild(xml)) {
            Field field = fields.get(xml.getLocalName());
            if (field == null) {
                types.dropped("element " + xml.getLocalName(), type.getSimpleName());
                skip(xml);
            } else if (field.getType().isArray() && field.getType() != byte[].class) {
                Optional<Object> value = read(field.getType().getComponentType());
                value.ifPresent(arrays.computeIfAbsent(field, any -> new ArrayList<>())::add);
            } else {
                Optional<Object> value = read(field.getType());
                if (value.isPresent()) {
                    field.set(object, value.get());
                }
            }
        }
        for (Map.Entry<Field, List<Object>> array : arrays.entrySet()) {
            Class<?> component = array.getKey().getType().getComponentType();
            array.getKey().set(object, arrayOf(component, array.getValue()));
        }
        depth--;
        return object;
    }

    static Object arrayOf(Class<?> component, List<Object> values) {
        Object array = Array.newInstance(component, values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }

    private static Object basicValue(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        }
        String word = text.strip();
        if (type == Boolean.class) {
            return word.equals("true") || word.equals("1");
        }
        if (type == Calendar.class) {
            return DatatypeFactory.newDefaultInstance()
                    .newXMLGregorianCalendar(word)
                    .toGregorianCalendar();
        }
        if (type == byte[].class) {
            return Base64.getMimeDecoder().decode(word);
        }
        return number(type, word);
    }

    private static Object number(Class<?> type, String word) {
        if (type == Integer.class) {
            return Integer.valueOf(word);
        }
        if (type == Long.class) {
            return Long.valueOf(word);
        }
        if (type == Short.class) {
            return Short.valueOf(word);
        }
        if (type == Byte.class) {
            return Byte.valueOf(word);
        }
        if (type == Float.class) {
            return Float.valueOf(word);
        }
        if (type == Double.class) {
            return Double.valueOf(word);
        }
        throw new IllegalArgumentException("a " + type.getName() + " is not read from text");
    }

    private static Class<?> boxed(Class<?> type) {
        return type.isPrimitive() ? MethodType.methodType(type).wrap().returnType() : type;
    }

    /** The current element's own text. */
    static String text(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(xml.getText());
                case XMLStreamConstants.START_ELEMENT -> skip(xml);
                case XMLStreamConstants.END_ELEMENT -> {
                    return text.toString();
                }
                default -> {}
            }
        }
    }

    /** Leaves out the current element and all below it. */
    static void skip(XMLStreamReader xml) throws XMLStreamException {
        int open = 1;
        while (open > 0) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                open++;
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                open--;
            }
        }
    }
}
