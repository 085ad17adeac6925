package import CloudDomain

extension Store: AnswerRecords {
    package func inquiry(_ token: String) async throws -> Inquiry? {
        try await read { try $0.inquiry(token) }
    }

    package func answer(_ token: String, _ answer: Answer, name: String) async throws -> Inquiry? {
        try await write { try $0.answer(token, answer, name: name) }
    }

    package func escalate() async throws -> Bool {
        guard try await read({ try $0.isEscalationDue() }) else { return false }
        return try await write { try $0.escalate() }
    }
}
