package dev.postern.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;
import software.amazon.awssdk.utils.builder.ToCopyableBuilder;

/** A request that worked with one value spoilt: in every place, and in every way that is known to hurt. */
final class Spoilt {
    /** Empty, of nothing but a blank; what ends lines and texts; what databases, patterns and paths take for more; too long. */
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a\u0000b",
            "two\r\nlines",
            "\u001b[2J",
            "\ud83d\ude80",
            "' OR 1=1 --",
            "%_\\*?",
            "../../x",
            "arn:aws:ssm:::",
            "x".repeat(300),
            "x".repeat(70_000));

    private static final List<Integer> NUMBERS = List.of(Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE);
    private static final List<SdkBytes> BYTES = List.of(
            SdkBytes.fromByteArray(new byte[0]),
            SdkBytes.fromByteArray(new byte[1]),
            SdkBytes.fromByteArray(new byte[7_000]));

    private Spoilt() {}

    static List<SdkPojo> every(SdkPojo good) {
        var all = new ArrayList<SdkPojo>();
        for (var field : good.sdkFields())
            values(field, field.getValueOrDefault(good)).forEach(value -> all.add(with(good, field, value)));
        return all;
    }

    private static Stream<?> values(SdkField<?> field, Object now) {
        var type = field.marshallingType();
        if (type.equals(MarshallingType.STRING)) return TEXTS.stream();
        if (type.equals(MarshallingType.INTEGER)) return NUMBERS.stream();
        if (type.equals(MarshallingType.SDK_BYTES)) return BYTES.stream();
        if (type.equals(MarshallingType.SDK_POJO))
            return now instanceof SdkPojo inner ? every(inner).stream() : Stream.of();
        if (type.equals(MarshallingType.MAP)) return now instanceof Map<?, ?> map ? entries(map) : Stream.of();
        if (type.equals(MarshallingType.LIST)) return lists(field.getTrait(ListTrait.class), now);
        return Stream.of();
    }

    private static Stream<?> lists(ListTrait trait, Object now) {
        if (trait.memberFieldInfo().marshallingType().equals(MarshallingType.STRING))
            return TEXTS.stream().map(List::of);
        return now instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof SdkPojo first
                ? every(first).stream().map(List::of)
                : Stream.of();
    }

    private static Stream<?> entries(Map<?, ?> map) {
        return map.entrySet().stream().limit(1).flatMap(entry -> {
            boolean lists = entry.getValue() instanceof List<?>;
            return Stream.concat(
                    TEXTS.stream().map(text -> Map.of(text, entry.getValue())),
                    TEXTS.stream().map(text -> Map.of(entry.getKey(), lists ? List.of(text) : text)));
        });
    }

    private static SdkPojo with(SdkPojo good, SdkField<?> field, Object value) {
        if (!(good instanceof ToCopyableBuilder<?, ?> copyable)) throw new IllegalArgumentException(good + " is fixed");
        SdkBuilder<?, ?> builder = copyable.toBuilder();
        field.set(builder, value);
        return (SdkPojo) builder.build();
    }
}
