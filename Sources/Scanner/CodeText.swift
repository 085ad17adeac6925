/// How the text of a code is written in a line of several fields.
enum CodeText {
    /// Tab, newline, carriage return and backslash become `\t`, `\n`, `\r` and `\\`.
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\\": result += "\\\\"
            case "\t": result += "\\t"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
