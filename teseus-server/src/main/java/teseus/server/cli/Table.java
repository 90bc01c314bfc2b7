package teseus.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Rows under headings, in columns as wide as they need. What comes from elsewhere cannot steer the
 * terminal: control characters are shown as {@code ?}. For one thread.
 */
final class Table {
  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<Row> rows = new ArrayList<>();

  private record Column(String heading, boolean toTheRight) {}

  private record Row(List<String> cells, UnaryOperator<String> ink) {}

  /**
   * A table without rows.
   *
   * @param headings a figure's, which is set to the right, starts with {@code #}
   */
  Table(String... headings) {
    columns =
        List.of(headings).stream()
            .map(h -> new Column(h.startsWith("#") ? h.substring(1) : h, h.startsWith("#")))
            .toList();
  }

  void row(String... cells) {
    row(UnaryOperator.identity(), cells);
  }

  /** A row in a colour. */
  void row(UnaryOperator<String> ink, String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "a row of " + columns.size() + " cells is wanted, was " + cells.length);
    }
    rows.add(new Row(List.of(cells).stream().map(Table::visible).toList(), ink));
  }

  /** The lines, each ended. */
  String text(Ink ink) {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = columns.get(i).heading.length();
      for (Row row : rows) {
        widths[i] = Math.max(widths[i], row.cells.get(i).length());
      }
    }
    List<String> headings = columns.stream().map(Column::heading).toList();
    return ink.bold(line(headings, widths))
        + "\n"
        + rows.stream()
            .map(row -> row.ink.apply(line(row.cells, widths)) + "\n")
            .collect(Collectors.joining());
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - cells.get(i).length());
      boolean right = columns.get(i).toTheRight;
      line.append(i == 0 ? "" : GAP)
          .append(right ? padding : "")
          .append(cells.get(i))
          .append(right ? "" : padding);
    }
    return line.toString().stripTrailing();
  }

  /** The same text without what a terminal would obey. */
  static String visible(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
