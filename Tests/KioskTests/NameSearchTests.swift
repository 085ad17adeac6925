import Foundation
import Reception
import Testing

@testable import Kiosk

/// Who is found by what a visitor types (rows M3, P8).
@Suite struct NameSearchTests {
    private static let tanaka = SearchableName(name: "田中 太郎", reading: "たなか たろう")

    private func finds(_ typed: String, _ name: SearchableName, isLoose: Bool = false) -> Bool {
        NameSearch(typed)?.rank(name, isLoose: isLoose) != nil
    }

    @Test(arguments: [
        "たな", "タナ", "ﾀﾅ", "ﾀﾅｶ", "たなか", "たなかた", "たろ", "tan", "ta", "TANAKA", "ｔａｎａ", "tanak", "tanakata", "田中", "田中太",
        "太郎", "たなか たろう", "tanaka taro", "taro tanaka", "tarou", "tarō", "田中　太", "Taroh",
    ])
    func `Tanaka Taro is found`(typed: String) {
        #expect(finds(typed, Self.tanaka))
    }

    @Test(arguments: [
        "", " ", "た", "t", "田", "ﾀ", "ー", "--", "中田", "なか", "naka", "たん", "tanni", "tb", "たなかあ", "tanaka jiro", "aro",
        "ろう", "郎", "あ田", "%%", "**", "__", "ta%",
    ])
    func `Tanaka Taro is not found`(typed: String) {
        #expect(!finds(typed, Self.tanaka))
    }

    @Test(arguments: [
        ("さとう", "sat"), ("さとう", "sato"), ("さとう", "satou"), ("さとう", "satoh"), ("さとう", "satō"), ("さとう", "さと"),
        ("さとう", "サトー"), ("しみず", "shi"), ("しみず", "si"), ("しみず", "simizu"), ("しみず", "shimizu"), ("しみず", "sh"),
        ("ちば", "chiba"), ("ちば", "tiba"), ("ちば", "ch"), ("つじ", "tsuji"), ("つじ", "tuzi"), ("つじ", "ts"), ("ふじた", "fuji"),
        ("ふじた", "huzi"), ("ふじた", "fuj"), ("じょう", "jo"), ("じょう", "zyo"), ("じょう", "jyou"), ("しょうじ", "shoji"),
        ("しょうじ", "syouzi"), ("しょうじ", "shouji"), ("しょうじ", "syo"), ("しょうじ", "しよう"), ("はっとり", "hattori"),
        ("はっとり", "hat"), ("はっとり", "ﾊｯﾄﾘ"), ("ほっちょう", "hotcho"), ("ほっちょう", "hocch"), ("おおの", "ono"), ("おおの", "oono"),
        ("おおの", "ohno"), ("おおの", "oh"), ("おおの", "オーノ"), ("おおの", "おおの"), ("おおた", "ota"), ("おおた", "ohta"),
        ("おおはし", "ohashi"), ("おおはし", "oohasi"), ("おおはし", "oh"), ("とおやま", "touyama"), ("とおやま", "toyama"),
        ("いのうえ", "inoue"), ("いのうえ", "inou"), ("いのうえ", "いのう"), ("なんば", "namba"), ("なんば", "nanba"), ("ほんま", "homma"),
        ("しんいちろう", "shinichiro"), ("しんいちろう", "sin'iti"), ("かんの", "kanno"), ("かんの", "kannno"), ("ゆうき", "yuki"),
        ("ゆうき", "yuuki"), ("けいこ", "keiko"), ("いいだ", "iida"), ("いいだ", "ida"), ("あいづ", "aizu"), ("あいづ", "aidu"),
        ("じぇーむす", "jem"), ("ふぁん", "fan"), ("ゔぁん", "van"), ("うぇい", "wei"), ("てぃむ", "tim"), ("でぃーん", "din"),
        ("しぇりー", "sheri"), ("つねこ", "tsune"), ("たなか", "tana"), ("むらかみ", "mur"), ("きゃの", "ky"), ("りょう", "ryo"),
    ])
    func `a reading is found by every spelling of it, also half a syllable`(reading: String, typed: String) {
        #expect(finds(typed, SearchableName(name: "漢字", reading: reading)))
    }

    @Test(arguments: [
        ("こばやし", "kou"), ("こばやし", "こう"), ("がとう", "かと"), ("かとう", "がと"), ("たなか", "たん"), ("おばた", "oob"),
        ("さとう", "とう"), ("しみず", "chi"), ("いの", "inoue"), ("はとり", "hatt"), ("おの", "おお"),
    ])
    func `a reading is not found by what sounds otherwise`(reading: String, typed: String) {
        #expect(!finds(typed, SearchableName(name: "漢字", reading: reading)))
    }

    @Test(arguments: ["nn", "nnn", "aa", "uu", "oo", "ou", "ii", "n'n", "a-", "tt", "xx"])
    func `one letter typed twice lists nobody who only begins with it`(typed: String) {
        for reading in ["なかむら", "あべ", "うえだ", "おの", "いとう", "たなか"] {
            let name = SearchableName(name: "漢字", reading: reading)
            #expect(!finds(typed, name) && !finds(typed, name, isLoose: true), "\(reading)")
        }
    }

    @Test func `long vowels typed for none are taken where nothing else is found`() {
        let name = SearchableName(name: "大岡", reading: "おおおか")
        #expect(!finds("ooka", name) && finds("ooka", name, isLoose: true))
    }

    @Test(arguments: [
        ("Anna Müller", "mul"), ("Anna Müller", "MÜL"), ("Anna Müller", "ann"), ("Anna Müller", "anna mu"),
        ("Jean-Pierre Dupont", "jean-p"), ("Jean-Pierre Dupont", "jeanp"), ("Jean-Pierre Dupont", "pie"),
        ("Søren Åberg", "so"), ("Søren Åberg", "abe"), ("Łukasz Groß", "luk"), ("Łukasz Groß", "gross"),
        ("O'Brien Pat", "ob"), ("O’Brien Pat", "o'b"), ("ジョン・スミス", "すみ"), ("ジョン・スミス", "smis"), ("ジョン・スミス", "じょん"),
        ("高橋 一郎", "髙橋"), ("髙橋 一郎", "高橋"), ("渡邊 健", "渡辺"), ("齋藤 光", "斉藤"), ("王 偉", "王偉"), ("김 민수", "김민"),
        ("김 민수", "민수"), ("김민수", "김ㅁ"), ("さくら", "saku"), ("さくら", "サク"),
    ])
    func `a name is found as it is written`(name: String, typed: String) {
        let isForeign = typed == "smis"
        #expect(finds(typed, SearchableName(name: name, reading: "")) != isForeign)
    }

    @Test func `one kanji finds whoever has it for a whole family name, and nobody else`() {
        let hayashi = SearchableName(name: "林 花子", reading: "はやし はなこ")
        #expect(finds("林", hayashi) && finds("林 花子", hayashi) && finds("林花", hayashi))
        #expect(!finds("林", SearchableName(name: "林田 花子", reading: "")))
        #expect(!finds("林", SearchableName(name: "田中 林", reading: "")))
        #expect(!finds("花", hayashi))
        #expect(finds("김", SearchableName(name: "김 민수", reading: "")))
        #expect(!finds("ㄱ", SearchableName(name: "김 민수", reading: "")))
    }

    @Test func `the closest come first: a whole name, a family name, a given name`() throws {
        let search = try #require(NameSearch("まき"))
        let ranks = [
            SearchableName(name: "牧 一", reading: "まき はじめ"), SearchableName(name: "牧野 一", reading: "まきの はじめ"),
            SearchableName(name: "東 牧人", reading: "あずま まきと"),
        ].map { search.rank($0) }
        #expect(ranks.map { $0 ?? 9 } == [0, 1, 2])
    }

    @Test func `whatever is typed, searching ends`() {
        var chance = SystemRandomNumberGenerator()
        let signs = Array("aiuohnytsckmjf'- あんっゃーｶﾞ田髙김ßÅ・\u{301}\u{0}😀")
        for _ in 0..<2000 {
            let typed = String(
                (0..<Int.random(in: 0...12, using: &chance)).compactMap { _ in
                    signs.randomElement(using: &chance)
                })
            _ = NameSearch(typed)?.rank(SearchableName(name: typed, reading: typed))
        }
    }
}
