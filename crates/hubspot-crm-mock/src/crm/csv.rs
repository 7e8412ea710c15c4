//! Tables as text: cells with commas between them, in quotes where they need it.

/// A row, and the line of the text where it begins, the first being 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) line: usize,
    pub(crate) cells: Vec<String>,
}

/// Reads a table. Empty lines are no rows.
pub(crate) fn read(text: &str) -> Vec<Row> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut rows = Vec::new();
    let mut row = Row {
        line: 1,
        cells: Vec::new(),
    };
    let (mut cell, mut is_quoted, mut line) = (String::new(), false, 1);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\n' {
            line += 1;
        }
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if is_quoted => is_quoted = false,
            '"' if cell.is_empty() => is_quoted = true,
            letter if is_quoted => cell.push(letter),
            ',' => row.cells.push(std::mem::take(&mut cell)),
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' => {
                row.cells.push(std::mem::take(&mut cell));
                let cells = std::mem::take(&mut row.cells);
                rows.push(Row {
                    line: row.line,
                    cells,
                });
                row.line = line;
            }
            letter => cell.push(letter),
        }
    }
    row.cells.push(cell);
    rows.push(row);
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    rows
}

/// Writes a row, with the end of its line.
pub(crate) fn write(text: &mut String, cells: &[String]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        match cell.contains(['"', ',', '\n', '\r']) {
            true => {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            }
            false => text.push_str(cell),
        }
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cells_may_hold_anything_in_quotes() {
        let rows = read("\u{feff}a,\"b, \"\"c\"\"\"\r\n\r\n\"d\ne\",\nlast");
        let cells: Vec<_> = rows
            .iter()
            .map(|row| (row.line, row.cells.clone()))
            .collect();
        let text = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        assert_eq!(
            cells,
            [
                (1, text(&["a", "b, \"c\""])),
                (3, text(&["d\ne", ""])),
                (5, text(&["last"])),
            ]
        );
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(table in prop::collection::vec(prop::collection::vec("[a-c\",\n ]{1,5}", 1..4), 0..5)) {
            let mut text = String::new();
            for row in &table {
                write(&mut text, row);
            }
            let rows: Vec<_> = read(&text).into_iter().map(|row| row.cells).collect();
            prop_assert_eq!(rows, table);
        }
    }
}
