package dev.postern.console.shell;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.data.provider.ListDataProvider;
import com.vaadin.flow.function.SerializableFunction;
import java.util.ArrayList;
import java.util.List;

/**
 * A table's rows, brought up to date in place: while the same things are listed in the same order, each is drawn anew where it stands, and
 * where one has scrolled to, what one has opened and what has the focus stay as they are.
 */
public final class Rows<T> {
    private final List<T> shown = new ArrayList<>();
    private final SerializableFunction<T, Object> identity;
    private final ListDataProvider<T> provider = new ListDataProvider<>(shown) {
        @Override
        public Object getId(T item) {
            return identity.apply(item);
        }
    };

    public Rows(Grid<T> grid, SerializableFunction<T, Object> identity) {
        this.identity = identity;
        grid.setItems(provider);
    }

    public void show(List<T> now) {
        var same = ids(now).equals(ids(shown));
        shown.clear();
        shown.addAll(now);
        if (same) shown.forEach(provider::refreshItem);
        else provider.refreshAll();
    }

    private List<Object> ids(List<T> items) {
        return items.stream().map(identity).toList();
    }
}
