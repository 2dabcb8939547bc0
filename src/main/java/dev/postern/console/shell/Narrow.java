package dev.postern.console.shell;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.function.SerializableConsumer;
import java.io.Serializable;
import java.util.List;
import java.util.function.IntConsumer;

/** Tables on small screens: columns that the first one then tells in a line of its own. */
public final class Narrow {
    /** In CSS pixels; the stylesheet breaks at the same width. */
    private static final int BELOW = 900;

    private Narrow() {}

    /** Hides the columns while the window is narrow. */
    public static void hide(Grid<?> grid, Grid.Column<?>... columns) {
        var some = List.of(columns);
        follow(grid, width -> some.forEach(column -> column.setVisible(!isNarrow(width))));
    }

    /** A column that needs less room while the window is narrow, since its content stands one below the other there. */
    public static void shrink(Grid<?> grid, Grid.Column<?> column, String usual, String narrow) {
        follow(grid, width -> column.setWidth(isNarrow(width) ? narrow : usual));
    }

    /** Tells at first, and when the window becomes narrow or wide again, whether it is wide. */
    public static void unless(Grid<?> grid, SerializableConsumer<Boolean> wide) {
        var last = new Boolean[1];
        follow(grid, width -> {
            var now = !isNarrow(width);
            if (last[0] != null && last[0] == now) return;
            last[0] = now;
            wide.accept(now);
        });
    }

    private static void follow(Grid<?> grid, SerializableIntConsumer apply) {
        grid.addAttachListener(attached -> {
            var page = attached.getUI().getPage();
            apply.accept(page.getExtendedClientDetails().getWindowInnerWidth());
            var resizes = page.addBrowserWindowResizeListener(resized -> apply.accept(resized.getWidth()));
            grid.addDetachListener(detached -> {
                resizes.remove();
                detached.unregisterListener();
            });
        });
    }

    /** 0 or less: the browser has not said yet. */
    private static boolean isNarrow(int width) {
        return width > 0 && width < BELOW;
    }

    private interface SerializableIntConsumer extends IntConsumer, Serializable {}
}
