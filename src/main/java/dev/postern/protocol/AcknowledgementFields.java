package dev.postern.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * One pass over the JSON of an acknowledgement that notes where its fields stand. Takes any JSON object (other writers have other orders and
 * spaces), looks at its own level only, and steps over what it does not know without building it.
 */
final class AcknowledgementFields {
    private static final byte[] TYPE = name("AcknowledgedMessageType");
    private static final byte[] ID = name("AcknowledgedMessageId");
    private static final byte[] SEQUENCE = name("AcknowledgedMessageSequenceNumber");
    private static final byte[] SEQUENTIAL = name("IsSequentialMessage");

    private final ByteBuffer json;
    private int at;

    private int typeAt = -1;
    private int idAt = -1;
    private int sequenceAt = -1;
    private int sequentialAt = -1;

    private AcknowledgementFields(ByteBuffer json) {
        this.json = json;
    }

    static AcknowledgementFields read(Frame frame) {
        if (!frame.type().equals(MessageType.ACKNOWLEDGE))
            throw new ProtocolViolation("not an acknowledgement: " + frame.type());
        var fields = new AcknowledgementFields(frame.payload());
        fields.readObject();
        return fields;
    }

    MessageType type() {
        var name = text(typeAt, "AcknowledgedMessageType");
        if (!MessageType.isName(name)) throw broken("AcknowledgedMessageType is not a message type");
        return new MessageType(name);
    }

    UUID messageId() {
        try {
            return UUID.fromString(text(idAt, "AcknowledgedMessageId"));
        } catch (IllegalArgumentException e) {
            throw new ProtocolViolation("an acknowledgement: AcknowledgedMessageId is not a UUID", e);
        }
    }

    long sequence() {
        if (sequenceAt < 0) throw broken("AcknowledgedMessageSequenceNumber is missing");
        var number = 0L;
        at = sequenceAt;
        while (isDigit(peek())) {
            number = number * 10 + (peek() - '0');
            at++;
            if (at - sequenceAt > 18) throw broken("AcknowledgedMessageSequenceNumber is beyond 18 digits");
        }
        if (at == sequenceAt || !endsValue(peek()))
            throw broken("AcknowledgedMessageSequenceNumber is not a whole number from 0");
        return number;
    }

    /** Missing counts as true: nobody reads it. */
    boolean sequential() {
        return sequentialAt < 0 || json.get(sequentialAt) != 'f';
    }

    private void readObject() {
        skipSpace();
        expect('{');
        skipSpace();
        if (peek() == '}') {
            at++;
        } else {
            do {
                readField();
            } while (hasMore());
        }
        skipSpace();
        if (at < json.limit()) throw broken("something follows the object");
    }

    private void readField() {
        skipSpace();
        var nameFrom = at + 1;
        skipString();
        var nameTo = at - 1;
        skipSpace();
        expect(':');
        skipSpace();
        if (matches(SEQUENCE, nameFrom, nameTo)) sequenceAt = at;
        else if (matches(TYPE, nameFrom, nameTo)) typeAt = at;
        else if (matches(ID, nameFrom, nameTo)) idAt = at;
        else if (matches(SEQUENTIAL, nameFrom, nameTo)) sequentialAt = at;
        skipValue();
        skipSpace();
    }

    private boolean hasMore() {
        var c = peek();
        if (c != ',' && c != '}') throw broken("a comma or the end of the object is missing");
        at++;
        return c == ',';
    }

    private boolean matches(byte[] name, int from, int to) {
        if (to - from != name.length) return false;
        for (var i = 0; i < name.length; i++) {
            if (json.get(from + i) != name[i]) return false;
        }
        return true;
    }

    private void skipValue() {
        var c = peek();
        if (c == '"') skipString();
        else if (c == '{' || c == '[') skipNested();
        else {
            var from = at;
            while (!endsValue(peek())) at++;
            if (at == from) throw broken("a value is missing");
        }
    }

    /** Counts brackets without telling them apart: what is inside interests nobody. */
    private void skipNested() {
        var depth = 0;
        do {
            var c = peek();
            if (c == '"') {
                skipString();
                continue;
            }
            if (c == -1) throw broken("it ends too early");
            if (c == '{' || c == '[') depth++;
            if (c == '}' || c == ']') depth--;
            at++;
        } while (depth > 0);
    }

    private void skipString() {
        expect('"');
        for (var c = peek(); c != '"'; c = peek()) {
            if (c == -1) throw broken("it ends too early");
            at += c == '\\' ? 2 : 1;
        }
        at++;
    }

    private String text(int valueAt, String name) {
        if (valueAt < 0 || json.get(valueAt) != '"') throw broken(name + " is missing or not a text");
        at = valueAt;
        skipString();
        var bytes = new byte[at - valueAt - 2];
        json.get(valueAt + 1, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void expect(char expected) {
        if (peek() != expected) throw broken("'" + expected + "' is missing");
        at++;
    }

    private void skipSpace() {
        for (var c = peek(); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = peek()) at++;
    }

    /** The next byte, or -1 at the end. */
    private int peek() {
        return at < json.limit() ? json.get(at) & 0xFF : -1;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean endsValue(int c) {
        return c == -1 || c == ',' || c == '}' || c == ']' || c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static ProtocolViolation broken(String how) {
        return new ProtocolViolation("an acknowledgement: " + how);
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }
}
