/// Every text of the kiosk, by its name in the catalogs (`Assets/locales`), where each has its context.
///
/// A phrase whose name ends in `Short` says the same in less room.
package enum Phrase: String, Hashable, Sendable, CaseIterable {
    // MARK: - Idle screen

    case welcome, reception, holdCode, holdCodeShort, typeCode, typeCodeShort, hintBrighter, hintDarker
    case hintCloser, hintFurther, hintStill, withoutCamera, withoutCameraShort, withoutReader
    case withoutReaderShort

    // MARK: - Menu

    case buttonWalkIn, buttonHost, buttonDepartments, buttonDelivery, buttonCheckOut, buttonCall, largeLetters
    case normalLetters, leaveProgram

    // MARK: - Keys

    case back, toStart, cancel, delete, next, skip, choose, nextPage, previousPage, confirm, call, checkOut, countdown
    case countdownShort, moreTime, keyDoes

    // MARK: - Dates and names

    case date, dateAndTime, weekdays, months, timeSpan, twoOfAList, visitor

    // MARK: - Closed

    case closed, closedHoliday, closedHolidayName, hours, hoursToday, hoursOfDay, closedAllDay, opensAt
    case emergency

    // MARK: - Passcode

    case enterPasscode, looking, passcodeWait

    // MARK: - Answers

    case resultAlreadyIn, resultAlreadyInShort, resultDeparted, resultDepartedShort, resultGarbled
    case resultWrongLayout, resultNotOurs, resultForged
    case resultSeeStaff, resultUnlisted, resultCancelled, resultWrongSite, resultTooEarly, resultTooLate
    case resultUnknownPasscode, resultMistypedPasscode

    // MARK: - Advice

    case adviceAlreadyIn, adviceDeparted, adviceGarbled, adviceWrongLayout, adviceNotOurs, adviceForged
    case adviceNotChecked, adviceCancelled, adviceWrongSite, adviceTooEarly, adviceTooLate, advicePasscode
    case adviceClock

    // MARK: - Welcome

    case confirmSending, confirmWillBeSent, confirmTold, confirmNoChannel, confirmFailing, confirmDone, company
    case room, host, waitHere

    // MARK: - Waiting

    case calling, called, callingName, calledName, calledShort, speakToStaff, pleaseWait, callOffline
    case callImpossible, coming, comingNow, comingIn, comingUnnamed, comingNowUnnamed, comingInUnnamed
    case comingShort, passedOn, passedOnUnnamed, unanswered, unansweredShort, unansweredAdvice, ring

    // MARK: - Walk-in

    case walkIn, askCompany, askCompanyAdvice, askName, askNameAdvice, askHeadcount, askHeadcountAdvice
    case askTarget, targetHost, targetDepartment, targetUnknown, review, labelCompany, labelName
    case labelHeadcount, labelTarget, people, stepOf, problemEmpty, problemTooLong, problemNoNumber

    // MARK: - Search

    case search, searchAdvice, searching, searchNothing, searchMore, searchChoose

    // MARK: - Departments

    case departments, departmentsNone, pageOf

    // MARK: - Delivery

    case delivery, deliveryAsk, deliverySignature, deliveryLeft, deliveryThanks, deliveryLeftAdvice
    case deliverySignatureAdvice

    // MARK: - Leaving

    case leaving, leavingAdvice, leavingWithout, goodbye, goodbyeAt, goodbyeAdvice

    // MARK: - Self-test and faults

    case readerWorks, readerWorksAdvice, cannotRecord

    // MARK: - Status line

    case linkNotEnrolled, linkConnecting, linkOnline, linkOffline, linkRefused, linkRevoked
    case troubleNoConnection
    case troubleNoAnswer, troubleCertificate, troubleStranger, troubleOddAnswer, troubleCloudFault, troubleBusy
    case waiting, setAside, synced, storageFull, storageReadOnly, storageDamaged, storageLocked, storageOther
    case clockUntrusted, timeZoneUnknown, noteOutboxSetAside, noteOldCopy, noteCacheRebuilt, cameraNone
    case cameraStarting, cameraReady, cameraLost, readerNone, readerStarting, readerReady, readerLost

    // MARK: - Staff console

    case staffConsole, staffVisitors, staffWalkIn, staffAdministrator, staffDesk, staffMember, staffClose
    case staffOnlyAdministrators, staffNotRecorded, staffNotRead, staffWalkInDone, staffCorrected
    case staffInDespite, staffPrinted
    case staffNotListed, staffCount, staffNobody, staffNobodyFound, staffListCut, staffDue, staffOpen
    case staffSortedBy, staffClearSearch, staffEverybody, staffSearch, staffTime, staffState, staffLate
    case staffExpected, staffInside, staffGone, staffCancelled, staffInsideSince, staffOutAt, staffOutHow
    case staffExitOwn, staffExitStaff, staffExitAssumed, staffEntered, staffLeft, staffSubject, staffKiosk
    case staffCheckIn, staffCheckOut, staffCorrectExit, staffCorrectEntry, staffNotLeft, staffNotEntered
    case staffReprint, staffDo, staffConfirm, staffTypeTime, staffNoTime, staffTimeToCome, staffTimeBeforeEntry
    case staffTimeAfterExit, staffNumber, staffPIN, staffSignIn, staffCardShown, staffCardAdvice, staffRefused
    case staffRefusedWait, staffLockedOut, staffPINTooShort, staffNone, staffNoneAdvice

    // MARK: - Enrolment

    case enrol, enrolTitle, enrolAdvice, enrolAddress, enrolCode, enrolAsking, enrolDone, enrolStarting
    case enrolBadAddress, enrolCodeRefused, enrolUnreachable, enrolUntrusted, enrolNotTheCloud, enrolBusy
    case enrolStorage

    // MARK: - Console pages

    case evacuation, evacuationFigures, evacuationStale, evacuationAlone, evacuationMissing, evacuationLeft
    case evacuationNobody, evacuationAllSafe, evacuationNobodyLeft, evacuationSafeAt, evacuationForgotten
    case evacuationUnseen, evacuationEnd, evacuationEndAsk, evacuationEndAdvice, evacuationEnded, markSafe
    case markMissing, print, keep, printed, printFailed, keptAs, health, healthNetwork, healthSync, healthQueue
    case healthReader, healthClock, healthDisk, healthNotices, healthProgram, healthCheck, healthNever
    case healthSynced, healthClockGood, healthClockOff, healthDiskFree, healthNoticesGood, setAsideEvents
    case setAsideNone, setAsideEvent, setAsideReason, sendAgain, sendAllAgain, export, sentAgain, eventCheckIn
    case eventCheckOut, eventCall, eventDelivery, eventRefusal, eventStaff, eventWalkIn, log, logNone, settings
    case settingLanguage, settingTheme, settingSound, settingLetters, valueConfigured, valueDark, valueLight
    case valueOn, valueOff, change, yes, maintenance, maintenanceItem, maintenanceEndItem, leaveItem
    case maintenanceBegin, maintenanceAdvice, maintenanceEnd, maintenanceEndAdvice, maintenanceBegun
    case maintenanceOver
}
