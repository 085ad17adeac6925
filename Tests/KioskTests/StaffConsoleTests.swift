import Foundation
import Reception
import Testing

@testable import Kiosk

/// What staff do at the console, and what it does by itself.
@Suite struct StaffConsoleTests {
    // MARK: - Signing in

    @Test func `a number and a PIN sign in, and the console asks for the day's visitors`() {
        var story = Story { $0.language = .english }
        story.tell(.staff(.hasStaff(true)))
        story.press(.function(2))
        #expect(story.effects == [.staff(.staff)])
        story.press("7")
        story.press(.enter)
        story.press("246810")
        story.press(.enter)
        #expect(story.effects == [.staff(.signIn(SignInAttempt(person: .number("7"), pin: "246810")))])
        story.press(.enter)
        #expect(story.effects == [], "it is being looked at already")
        story.tell(.staff(.answered(.number("7"), .signedIn(Story.clerk))))
        #expect(story.effects == [.sound(.good), .staff(.visitors)])
        #expect(story.console?.member == Story.clerk)
    }

    @Test func `a card says who it is, and the PIN is still asked for`() {
        let card = "\(OwnCode.staffPrefix)0123456789ABCDEFGHJKLMNPQR"
        var story = Story()
        story.tell(.staff(.hasStaff(true)))
        story.tell(.code(card.lowercased(), .camera))
        #expect(story.effects == [.staff(.staff), .sound(.good)])
        story.press("246810")
        story.press(.enter)
        #expect(story.effects == [.staff(.signIn(SignInAttempt(person: .card(card), pin: "246810")))])
    }

    @Test func `a wrong try says nothing of what was wrong, and waits`() {
        var story = signingIn()
        story.tell(.staff(.answered(.number("7"), .refused(wait: .seconds(4)))))
        #expect(story.screen().contains("Wrong number or PIN. Please wait 4 s"))
        story.wait(.seconds(1))
        #expect(story.screen().contains("Please wait 3 s"))
        story.press("111111")
        #expect(!story.screen().contains("111"), "the PIN alone is typed again, and not where a number is read")
        story.press(.enter)
        #expect(story.effects == [], "no try counts before")
        story.wait(.seconds(3))
        story.press(.enter)
        #expect(story.effects == [.staff(.signIn(SignInAttempt(person: .number("7"), pin: "111111")))])
    }

    @Test func `a wrong number is put right after the refusal`() {
        var story = signingIn()
        story.tell(.staff(.answered(.number("7"), .refused(wait: .zero))))
        for _ in 0..<2 { story.press(.backspace) }
        story.press("12")
        story.press(.enter)
        story.press("246810")
        story.press(.enter)
        #expect(story.effects == [.staff(.signIn(SignInAttempt(person: .number("12"), pin: "246810")))])
    }

    @Test func `staff touch the key at the bottom where there is no keyboard, and nobody ends the program so`() throws {
        let size = Size(rows: 24, columns: 80)
        var story = Story { $0.language = .english }
        #expect(story.screen().contains("Ctrl-Q"))
        let ends: [Key?] = [.control("q"), .function(2)]
        #expect(story.model.view(size).targets.allSatisfy { !ends.contains($0.key) })
        story.tell(.staff(.hasStaff(true)))
        let target = try #require(story.model.view(size).targets.first { $0.key == .function(2) })
        #expect(target.row == size.rows - 1 && target.columns.count == "F2 Staff".count)
    }

    @Test func `a lock-out tells how long it lasts`() {
        var story = signingIn()
        story.tell(.staff(.answered(.number("7"), .lockedOut(wait: .seconds(900)))))
        #expect(story.screen().contains("15 min left"))
    }

    @Test func `a PIN that is too short is not even tried`() {
        let story = signingIn(pin: "24681")
        #expect(story.effects == [])
        #expect(story.screen().contains("at least 6 digits"))
    }

    @Test func `where nobody may sign in the console says how to add somebody, and the exit key works`() {
        var story = Story { $0.language = .english }
        story.press(.function(2))
        story.tell(.staff(.hasStaff(false)))
        #expect(story.screen().contains("uketsuke-cloud staff add"))
        story.press("7")
        story.press(.enter)
        #expect(story.effects == [])
        story.press(.control("q"))
        #expect(story.model.isFinished)
    }

    @Test func `a visitor's code at the sign-in is a visitor's`() {
        var story = signingIn(pin: "2468")
        story.tell(.code("UK1A", .camera))
        #expect(story.effects == [.admit(Presentation(text: "UK1A", means: .camera))])
        #expect(story.model.screen == .idle)
    }

    @Test func `an answer to somebody who has gone opens nothing, and signs out again`() {
        var story = signingIn()
        story.tell(.key(.escape))
        story.tell(.staff(.answered(.number("7"), .signedIn(Story.clerk))))
        #expect(story.model.screen == .idle)
        #expect(story.deeds.map(\.what) == [.act(StaffAct(.signedOut))])
    }

    // MARK: - Leaving the program

    @Test func `with staff only an administrator ends the program, after it is on record`() {
        var story = Story { $0.language = .english }
        story.tell(.staff(.hasStaff(true)))
        story.press(.control("q"))
        #expect(!story.model.isFinished)
        story.press("1")
        story.press(.enter)
        story.press("246810")
        story.press(.enter)
        var clerk = story
        clerk.tell(.staff(.answered(.number("1"), .signedIn(Story.clerk))))
        #expect(clerk.screen().contains("Only an administrator"))
        story.tell(.staff(.answered(.number("1"), .signedIn(Story.administrator))))
        #expect(story.deeds.map(\.what) == [.act(StaffAct(.left))])
        #expect(!story.model.isFinished)
        story.recordStaffDeed()
        #expect(story.model.isFinished)
    }

    @Test func `a kiosk that was revoked has no staff, whatever was read before, and can be left`() {
        var story = Story()
        story.tell(.staff(.hasStaff(true)))
        story.tell(.link(.revoked))
        story.tell(.staff(.hasStaff(true)))
        story.press(.control("q"))
        #expect(story.model.isFinished)
    }

    @Test func `an administrator can leave although the disk takes nothing`() {
        var story = Story.staffed(Story.administrator)
        story.press("9")
        story.tell(.notRecorded(StorageFailure(reason: .full, description: "The disk is full; free some space.")))
        #expect(story.model.isFinished)
    }

    @Test func `the menu of the front desk has nothing for administrators`() {
        var story = Story.staffed()
        #expect(!story.screen().contains("Quit"))
        story.press("9")
        #expect(story.effects == [])
    }

    // MARK: - Closing

    @Test func `it closes itself, says so in the book, and leaves nothing on the screen`() {
        var story = Story.staffed()
        story.press("1")
        story.wait(.seconds(119))
        #expect(story.console != nil)
        story.wait(.seconds(1))
        #expect(story.model.screen == .idle)
        #expect(story.deeds.map(\.what) == [.act(StaffAct(.signedOut))])
        #expect(story.deeds.map(\.staff) == [Story.clerk.id])
        #expect(!story.screen().contains("佐藤"))
    }

    @Test func `any key gives more time, also in a form filled in for somebody`() {
        var story = Story.staffed()
        story.press("2")
        story.wait(.seconds(100))
        story.press("a")
        story.wait(.seconds(100))
        #expect(story.form?.company == "a")
        story.wait(.seconds(21))
        #expect(story.model.screen == .idle)
        #expect(story.deeds.map(\.what) == [.act(StaffAct(.signedOut))])
    }

    // MARK: - A visitor without an appointment

    @Test func `staff check somebody in who has no appointment, in their own name`() throws {
        var story = Story.staffed()
        story.press("2")
        story.press("Acme")
        story.press(.enter)
        story.press("Lee")
        story.press(.enter)
        story.press("2")
        story.press(.enter)
        story.press("3")
        story.press(.enter)
        let walkIn = WalkIn(name: "Lee", company: "Acme", headcount: 2, language: "en")
        #expect(story.deeds == [StaffDeed(staff: Story.clerk.id, what: .walkIn(walkIn, Request(target: .reception)))])
        story.recordStaffDeed()
        #expect(story.screen().contains("Lee is checked in"))
        let hooks = story.effects.compactMap { if case .hook(let hook) = $0 { hook } else { nil } }
        #expect(hooks.map(\.kind) == [.walkIn] && hooks.first?.visitor == "Lee")
    }

    @Test func `a code shown while staff fill in a form does not let anybody in`() {
        var story = Story.staffed()
        story.press("2")
        story.tell(.code("UK1A", .camera))
        #expect(!story.effects.contains { if case .admit = $0 { true } else { false } })
    }

    private func signingIn(pin: String = "246810") -> Story {
        var story = Story { $0.language = .english }
        story.tell(.staff(.hasStaff(true)))
        story.press(.function(2))
        story.press("7")
        story.press(.enter)
        story.press(pin)
        story.press(.enter)
        return story
    }
}
