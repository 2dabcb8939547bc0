package dev.postern.console.commands;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.function.SerializableFunction;
import dev.postern.commands.InvocationStatus;
import dev.postern.commands.Tally;
import java.util.Locale;

/** How many of a command's nodes stand where: a bar and the same in words. */
final class TallyBar extends Div {
    private final Div done = share("done");
    private final Div failed = share("failed");
    private final Div ended = share("ended");
    private final Span words = new Span();

    TallyBar() {
        addClassName("tally");
        var bar = new Div(done, failed, ended);
        bar.addClassName("tally-bar");
        bar.getElement().setAttribute("aria-hidden", "true");
        add(bar, words);
    }

    private static Div share(String of) {
        var share = new Div();
        share.addClassName("tally-" + of);
        return share;
    }

    void show(Tally tally) {
        done.getElement().setAttribute("style", width(tally, done(tally)));
        failed.getElement().setAttribute("style", width(tally, failed(tally)));
        ended.getElement().setAttribute("style", width(tally, tally.completed() - done(tally) - failed(tally)));
        words.setText(CommandLook.progress(tally));
    }

    /** The same in a table's cell. */
    static <T> LitRenderer<T> renderer(SerializableFunction<T, Tally> of) {
        return LitRenderer.<T>of("""
                <div class="tally"><div class="tally-bar" aria-hidden="true"><div class="tally-done" style="${item.done}"></div>
                <div class="tally-failed" style="${item.failed}"></div><div class="tally-ended" style="${item.ended}"></div></div>
                <span>${item.words}</span></div>""")
                .withProperty("done", row -> width(of.apply(row), done(of.apply(row))))
                .withProperty("failed", row -> width(of.apply(row), failed(of.apply(row))))
                .withProperty(
                        "ended",
                        row -> width(
                                of.apply(row), of.apply(row).completed() - done(of.apply(row)) - failed(of.apply(row))))
                .withProperty("words", row -> CommandLook.progress(of.apply(row)));
    }

    private static int done(Tally tally) {
        return tally.count(InvocationStatus.SUCCESS);
    }

    private static int failed(Tally tally) {
        return tally.errors()
                + tally.count(InvocationStatus.DELIVERY_TIMED_OUT)
                + tally.count(InvocationStatus.UNDELIVERABLE);
    }

    private static String width(Tally tally, int part) {
        return String.format(Locale.ROOT, "width: %.2f%%", tally.targets() == 0 ? 0.0 : 100.0 * part / tally.targets());
    }
}
