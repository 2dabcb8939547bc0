package dev.postern.keys;

import java.util.regex.Pattern;

/**
 * A column of sealed texts. The module that owns the table makes a bean of it: so a new master key reaches every stored secret, and none is
 * left behind under the old one.
 *
 * @param id the column that names a row
 * @param column the column with the sealed text
 * @param purpose what the texts are for; a seal's purpose is this and the row's id
 */
public record SealedColumn(String table, String id, String column, String purpose) {
    private static final Pattern NAME = Pattern.compile("[a-z_]+"); // these become SQL

    public SealedColumn {
        for (var name : new String[] {table, id, column})
            if (!NAME.matcher(name).matches()) throw new IllegalArgumentException("not a name: " + name);
    }

    /** What to seal and open the text of this row for. */
    public String purposeOf(String row) {
        return purpose + ":" + row;
    }

    @Override
    public String toString() {
        return table + "." + column;
    }
}
