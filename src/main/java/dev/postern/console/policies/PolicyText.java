package dev.postern.console.policies;

import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A policy to be read, with the numbers of its lines. */
public final class PolicyText extends Div {
    /** @param document as it was written; one that is all on one line is set out on several */
    public PolicyText(String document) {
        addClassName("source");
        var code = new Code();
        setOut(document).lines().forEach(line -> {
            var span = new Span(line + "\n");
            span.addClassName("line");
            code.add(span);
        });
        add(new Pre(code));
    }

    /** As one reads and writes it: what is all on one line, on several. */
    public static String setOut(String document) {
        if (document.strip().contains("\n")) return document;
        try {
            var mapper = JsonMapper.shared();
            return mapper.writer()
                    .with(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(mapper.readTree(document));
        } catch (JacksonException unreadable) {
            return document;
        }
    }
}
