package dev.postern.console.policies;

import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.json.JsonMapper;

/** A policy to be read, with the numbers of its lines. */
public final class PolicyText extends Div {
    /** As AWS's documents write policies. */
    private static final DefaultPrettyPrinter LINES = linesOf(new DefaultIndenter("  ", "\n"));

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

    private static DefaultPrettyPrinter linesOf(DefaultIndenter indenter) {
        var separators = Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER);
        return new DefaultPrettyPrinter(separators).withArrayIndenter(indenter).withObjectIndenter(indenter);
    }

    /** As one reads and writes it: what is all on one line, on several. */
    public static String setOut(String document) {
        if (document.strip().contains("\n")) return document;
        try {
            var mapper = JsonMapper.shared();
            return mapper.writer().with(LINES).writeValueAsString(mapper.readTree(document));
        } catch (JacksonException unreadable) {
            return document;
        }
    }
}
