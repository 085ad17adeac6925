import CloudDomain

/// One small page in HTML: no script, nothing loaded, large enough to be hit by a thumb.
struct AnswerPage {
    let words: AnswerWords

    private static let minutes = [0, 3, 5, 10]

    /// - Parameter passesOn: whether it was opened to ask somebody else; that button then comes first.
    func text(_ inquiry: Inquiry, passesOn: Bool) -> String {
        let notice = inquiry.notice
        var lines = ["<p class=\"eyebrow\">\(escaped(notice.site)) · \(words.reception) · \(inquiry.time)</p>"]
        lines.append("<h1>\(words.headline(notice.type))</h1>")
        if !notice.visitor.isEmpty { lines.append("<p class=\"who\">\(escaped(words.visitor(notice.visitor)))</p>") }
        let facts =
            [notice.company, notice.headcount.map(words.party) ?? "", notice.title, notice.room].filter { !$0.isEmpty }
        if !facts.isEmpty { lines.append("<p class=\"facts\">\(escaped(facts.joined(separator: " · ")))</p>") }
        if let status = words.status(inquiry.state) {
            lines.append("<p class=\"status\" role=\"status\">\(escaped(status))</p>")
        }
        return page(title: words.headline(notice.type), lines + forms(inquiry, passesOn: passesOn))
    }

    /// For a link that is unknown or too old.
    var gone: String {
        page(title: words.expired, ["<h1>\(words.expired)</h1>", "<p class=\"facts\">\(words.expiredWhy)</p>"])
    }

    // MARK: - Buttons

    private func forms(_ inquiry: Inquiry, passesOn: Bool) -> [String] {
        switch inquiry.state {
        case .taken: []
        case .mine: [heading(words.change), form(coming(inquiry)), form(passOn)]
        case .passedOn, .unanswered: [form(coming(inquiry))]
        case .open: passesOn ? [form(passOn), form(coming(inquiry))] : [form(coming(inquiry)), form(passOn)]
        }
    }

    private func heading(_ text: String) -> String { "<h2>\(text)</h2>" }

    private func form(_ content: String) -> String { "<form method=\"post\">\(content)</form>" }

    private func coming(_ inquiry: Inquiry) -> String {
        let name =
            inquiry.isGroup
            ? """
            <label>\(words.yourName)<input name="name" maxlength="\(Answer.longestName)" autocomplete="name"></label>
            """ : ""
        let buttons = Self.minutes.map { minutes in
            let label = minutes == 0 ? "\(words.coming)<small>\(words.time(0))</small>" : words.time(minutes)
            let look = minutes == 0 ? " class=\"first\"" : ""
            return "<button\(look) name=\"minutes\" value=\"\(minutes)\">\(label)</button>"
        }
        return "<input type=\"hidden\" name=\"answer\" value=\"coming\">\(name)<div>\(buttons.joined())</div>"
    }

    private var passOn: String { "<button class=\"quiet\" name=\"answer\" value=\"passOn\">\(words.passOn)</button>" }

    // MARK: - The page

    private func page(title: String, _ lines: [String]) -> String {
        """
        <!DOCTYPE html>
        <html lang="\(words.language)"><head><meta charset="utf-8"><title>\(title)</title>
        <meta name="viewport" content="width=device-width, initial-scale=1"><style>\(Self.style)</style></head>
        <body><main>
        \(lines.joined(separator: "\n"))
        </main></body></html>

        """
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    private static let style = """
        :root{color-scheme:light dark;--ink:#14213d;--soft:#5b6478;--page:#f3f5f9;--card:#fff;--line:#d6dbe6;\
        --deed:#0b6e4f;--on:#fff}
        @media(prefers-color-scheme:dark){:root{--ink:#f1f4fa;--soft:#a7b0c4;--page:#0e131d;--card:#182030;\
        --line:#35405a;--deed:#3ccf9a;--on:#06251a}}
        *{box-sizing:border-box}
        body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:var(--page);\
        color:var(--ink);font:1.05rem/1.6 system-ui,"Hiragino Sans","Noto Sans CJK JP",sans-serif}
        main{width:min(28rem,100%);padding:1.75rem 1.5rem;background:var(--card);border-radius:1.25rem;\
        box-shadow:0 1px 2px #0002,0 12px 32px #0001}
        p,h1,h2{margin:0}.eyebrow{color:var(--soft);font-size:.85rem}
        h1{font-size:1.35rem;line-height:1.35;margin:.35rem 0 1rem}h2{font-size:.9rem;color:var(--soft);margin-top:1.5rem}
        .who{font-size:1.7rem;font-weight:700;line-height:1.3;overflow-wrap:anywhere}.facts{color:var(--soft)}
        .status{margin-top:1.25rem;padding:.8rem 1rem;border-radius:.8rem;border:2px solid var(--deed);font-weight:600}
        form{margin-top:1.25rem}form div{display:grid;grid-template-columns:repeat(3,1fr);gap:.6rem}
        button{font:inherit;font-weight:600;min-height:3.25rem;padding:.4rem;border-radius:.8rem;cursor:pointer;\
        color:var(--ink);background:none;border:2px solid var(--line)}
        button:focus-visible,input:focus-visible{outline:3px solid var(--deed);outline-offset:2px}
        .first{grid-column:1/-1;font-size:1.25rem;min-height:4.25rem;background:var(--deed);color:var(--on);\
        border-color:var(--deed)}.first small{font-weight:400;margin-left:.6em}.quiet{width:100%;color:var(--soft)}
        label{display:block;font-size:.9rem;color:var(--soft);margin-bottom:.8rem}
        label input{display:block;width:100%;font:inherit;font-size:1rem;padding:.7rem;margin-top:.2rem;color:var(--ink);\
        background:var(--page);border:2px solid var(--line);border-radius:.8rem}
        """
}
