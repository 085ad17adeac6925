import GRDB

/// The tables, version by version. A migration that has been released is never changed.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: ground") { db in
            try db.execute(sql: directory)
            try db.execute(sql: appointments)
            try db.execute(sql: kiosks)
            try db.execute(sql: events)
            try db.execute(sql: feed)
        }
        migrator.registerMigration("2: copied kiosks, long queues") { db in
            try db.execute(sql: copies)
            try db.execute(sql: queues)
        }
        migrator.registerMigration("3: directory, layouts, answers") { db in
            try db.execute(sql: listings)
            try db.execute(sql: typedNotices)
            try db.execute(sql: escalations)
        }
        migrator.registerMigration("4: staff, exits, audit") { db in
            try db.execute(sql: staff)
            try db.execute(sql: exits)
            try db.execute(sql: audit)
        }
        return migrator
    }

    private static let directory = """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE tenant (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
        CREATE TABLE signingKey (
            tenant INTEGER NOT NULL REFERENCES tenant, id INTEGER NOT NULL, public BLOB NOT NULL,
            sealedPrivate BLOB NOT NULL, validFrom INTEGER NOT NULL, validUntil INTEGER,
            isWithdrawn INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (tenant, id)) STRICT, WITHOUT ROWID;
        CREATE TABLE site (
            tenant INTEGER NOT NULL REFERENCES tenant, number INTEGER NOT NULL, name TEXT NOT NULL,
            timeZone TEXT NOT NULL, phone TEXT NOT NULL, webhook TEXT, sealedSecret BLOB,
            PRIMARY KEY (tenant, number), UNIQUE (tenant, name)) STRICT, WITHOUT ROWID;
        CREATE TABLE department (
            id TEXT PRIMARY KEY, tenant INTEGER NOT NULL REFERENCES tenant, site INTEGER, name TEXT NOT NULL,
            UNIQUE (tenant, name), FOREIGN KEY (tenant, site) REFERENCES site) STRICT, WITHOUT ROWID;
        CREATE TABLE host (
            id TEXT PRIMARY KEY, tenant INTEGER NOT NULL REFERENCES tenant, name TEXT NOT NULL, mail TEXT NOT NULL,
            phone TEXT NOT NULL, department TEXT REFERENCES department, webhook TEXT, sealedSecret BLOB,
            UNIQUE (tenant, name)) STRICT, WITHOUT ROWID;
        """

    private static let appointments = """
        CREATE TABLE appointment (
            id TEXT PRIMARY KEY, tenant INTEGER NOT NULL, site INTEGER NOT NULL, title TEXT NOT NULL,
            start INTEGER NOT NULL, "end" INTEGER NOT NULL, room TEXT NOT NULL, kind TEXT NOT NULL,
            isCancelled INTEGER NOT NULL DEFAULT 0,
            FOREIGN KEY (tenant, site) REFERENCES site) STRICT, WITHOUT ROWID;
        CREATE INDEX appointmentByStart ON appointment (tenant, start);
        CREATE TABLE appointmentHost (
            appointment TEXT NOT NULL REFERENCES appointment ON DELETE CASCADE, position INTEGER NOT NULL,
            host TEXT NOT NULL REFERENCES host, PRIMARY KEY (appointment, position)) STRICT, WITHOUT ROWID;
        CREATE TABLE pass (
            id TEXT PRIMARY KEY, tenant INTEGER NOT NULL, appointment TEXT NOT NULL REFERENCES appointment,
            position INTEGER NOT NULL, name TEXT NOT NULL, company TEXT NOT NULL, mail TEXT NOT NULL, language TEXT,
            token TEXT NOT NULL, key INTEGER NOT NULL, passcode TEXT NOT NULL, state TEXT NOT NULL,
            validFrom INTEGER NOT NULL, validUntil INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX passByAppointment ON pass (appointment, position);
        CREATE INDEX passByPasscode ON pass (tenant, passcode);
        """

    private static let kiosks = """
        CREATE TABLE enrolmentCode (
            hash BLOB PRIMARY KEY, tenant INTEGER NOT NULL, site INTEGER NOT NULL, expires INTEGER NOT NULL,
            usedAt INTEGER, FOREIGN KEY (tenant, site) REFERENCES site) STRICT, WITHOUT ROWID;
        CREATE TABLE kiosk (
            id TEXT PRIMARY KEY, tenant INTEGER NOT NULL, site INTEGER NOT NULL, name TEXT NOT NULL,
            program TEXT NOT NULL, credential BLOB NOT NULL UNIQUE, nextCredential BLOB UNIQUE, rotatedAt INTEGER,
            enrolledAt INTEGER NOT NULL, revokedAt INTEGER, seenAt INTEGER, status TEXT,
            FOREIGN KEY (tenant, site) REFERENCES site) STRICT, WITHOUT ROWID;
        """

    private static let events = """
        CREATE TABLE event (
            id TEXT PRIMARY KEY, tenant INTEGER NOT NULL, kiosk TEXT NOT NULL REFERENCES kiosk, stream TEXT NOT NULL,
            sequence INTEGER NOT NULL, pass TEXT, kind TEXT NOT NULL, receivedAt INTEGER NOT NULL,
            digest BLOB NOT NULL, notice TEXT, body TEXT NOT NULL) STRICT;
        CREATE INDEX eventByStream ON event (tenant, stream, sequence);
        CREATE INDEX eventByPass ON event (tenant, pass, kind) WHERE pass IS NOT NULL;
        CREATE TABLE stream (
            tenant INTEGER NOT NULL, id TEXT NOT NULL, kiosk TEXT NOT NULL REFERENCES kiosk,
            highestGapless INTEGER NOT NULL, highest INTEGER NOT NULL, PRIMARY KEY (tenant, id)) STRICT, WITHOUT ROWID;
        CREATE INDEX streamByKiosk ON stream (kiosk);
        CREATE TABLE visit (
            tenant INTEGER NOT NULL, pass TEXT NOT NULL, position INTEGER NOT NULL, checkedInAt INTEGER NOT NULL,
            checkedOutAt INTEGER, conflictAt INTEGER, body TEXT NOT NULL,
            PRIMARY KEY (tenant, pass, position)) STRICT, WITHOUT ROWID;
        CREATE INDEX visitByTime ON visit (tenant, checkedInAt);
        CREATE INDEX visitByConflict ON visit (tenant, conflictAt) WHERE conflictAt IS NOT NULL;
        CREATE TABLE notice (
            id TEXT PRIMARY KEY, tenant INTEGER NOT NULL, event TEXT NOT NULL REFERENCES event, host TEXT, site INTEGER,
            recipient TEXT NOT NULL, lane TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'pending',
            occurredAt INTEGER NOT NULL, queuedAt INTEGER NOT NULL, dueAt INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0, leasedUntil INTEGER, digest TEXT, body TEXT NOT NULL,
            UNIQUE (event, recipient)) STRICT, WITHOUT ROWID;
        CREATE INDEX noticePending ON notice (dueAt) WHERE state = 'pending';
        CREATE INDEX noticeInHand ON notice (recipient, leasedUntil) WHERE leasedUntil IS NOT NULL;
        CREATE INDEX noticeByDigest ON notice (digest) WHERE digest IS NOT NULL;
        """

    /// One row per thing, in its newest state; AUTOINCREMENT never gives a sequence number twice, not even after the
    /// row that held the highest one is gone.
    private static let feed = """
        CREATE TABLE change (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, tenant INTEGER NOT NULL, site INTEGER NOT NULL,
            kind TEXT NOT NULL, key TEXT NOT NULL, isTombstone INTEGER NOT NULL DEFAULT 0, changedAt INTEGER NOT NULL,
            body TEXT NOT NULL, UNIQUE (tenant, kind, key)) STRICT;
        """

    /// When a stream was last heard, and when one of its numbers came a second time with another event; the last two
    /// boots in which a kiosk reported, and when it went back to the older of them.
    private static let copies = """
        ALTER TABLE stream ADD COLUMN heardAt INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE stream ADD COLUMN doubledAt INTEGER;
        UPDATE stream SET heardAt = coalesce((
            SELECT max(receivedAt) FROM event WHERE event.tenant = stream.tenant AND event.stream = stream.id), 0);
        ALTER TABLE kiosk ADD COLUMN boot TEXT;
        ALTER TABLE kiosk ADD COLUMN formerBoot TEXT;
        ALTER TABLE kiosk ADD COLUMN twinAt INTEGER;
        """

    /// A thousand notices that wait for one receiver are found without reading all that wait.
    private static let queues = """
        CREATE INDEX noticeByRecipient ON notice (recipient, lane, queuedAt) WHERE state = 'pending';
        CREATE INDEX noticeRetried ON notice (recipient) WHERE state = 'pending' AND attempts > 0;
        CREATE INDEX noticeRung ON notice (occurredAt) WHERE state = 'pending' AND lane = 'ring';
        CREATE INDEX noticeSettled ON notice (queuedAt) WHERE state <> 'pending';
        CREATE INDEX tombstone ON change (changedAt) WHERE isTombstone;
        """

    /// What visitors look hosts and departments up by, and what a site's kiosks show.
    private static let listings = """
        ALTER TABLE host ADD COLUMN reading TEXT NOT NULL DEFAULT '';
        ALTER TABLE department ADD COLUMN reading TEXT NOT NULL DEFAULT '';
        ALTER TABLE department ADD COLUMN phone TEXT NOT NULL DEFAULT '';
        ALTER TABLE department ADD COLUMN names TEXT NOT NULL DEFAULT '{}';
        ALTER TABLE department ADD COLUMN webhook TEXT;
        ALTER TABLE department ADD COLUMN sealedSecret BLOB;
        CREATE INDEX hostByDepartment ON host (department) WHERE department IS NOT NULL;
        CREATE TABLE layout (
            tenant INTEGER NOT NULL, site INTEGER NOT NULL, body TEXT NOT NULL, changedAt INTEGER NOT NULL,
            PRIMARY KEY (tenant, site), FOREIGN KEY (tenant, site) REFERENCES site) STRICT, WITHOUT ROWID;
        """

    /// The table of notices anew: one event may tell one recipient two things, that somebody is there and that another
    /// has taken it. A ring has an answer link of
    /// its own, of which only a hash is kept, and the step of the escalation that it belongs to.
    private static let typedNotices = """
        CREATE TABLE typedNotice (
            id TEXT PRIMARY KEY, tenant INTEGER NOT NULL, event TEXT NOT NULL REFERENCES event, type TEXT NOT NULL,
            host TEXT, department TEXT, site INTEGER, recipient TEXT NOT NULL, lane TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'pending', occurredAt INTEGER NOT NULL, queuedAt INTEGER NOT NULL,
            dueAt INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, leasedUntil INTEGER, digest TEXT,
            answer BLOB, step INTEGER NOT NULL, body TEXT NOT NULL, UNIQUE (event, recipient, type)) STRICT, WITHOUT ROWID;
        INSERT INTO typedNotice
            SELECT id, tenant, event, coalesce(json_extract(body, '$.type'), 'arrival'), host, NULL, site, recipient,
                lane, state, occurredAt, queuedAt, dueAt, attempts, leasedUntil, digest, NULL, 0, body
            FROM notice;
        DROP TABLE notice;
        ALTER TABLE typedNotice RENAME TO notice;
        CREATE INDEX noticePending ON notice (dueAt) WHERE state = 'pending';
        CREATE INDEX noticeInHand ON notice (recipient, leasedUntil) WHERE leasedUntil IS NOT NULL;
        CREATE INDEX noticeByDigest ON notice (digest) WHERE digest IS NOT NULL;
        CREATE INDEX noticeByRecipient ON notice (recipient, lane, queuedAt) WHERE state = 'pending';
        CREATE INDEX noticeRetried ON notice (recipient) WHERE state = 'pending' AND attempts > 0;
        CREATE INDEX noticeRung ON notice (occurredAt) WHERE state = 'pending' AND lane = 'ring';
        CREATE INDEX noticeWord ON notice (queuedAt) WHERE state = 'pending' AND lane = 'word';
        CREATE INDEX noticeSettled ON notice (queuedAt) WHERE state <> 'pending';
        CREATE UNIQUE INDEX noticeByAnswer ON notice (answer) WHERE answer IS NOT NULL;
        """

    /// Where the asking for somebody to come has got to, for each event that asks. `step` counts along `chain`.
    private static let escalations = """
        CREATE TABLE escalation (
            event TEXT PRIMARY KEY REFERENCES event, tenant INTEGER NOT NULL, site INTEGER NOT NULL,
            occurredAt INTEGER NOT NULL, chain TEXT NOT NULL, step INTEGER NOT NULL, patience INTEGER NOT NULL,
            state TEXT NOT NULL, changedAt INTEGER NOT NULL, dueAt INTEGER NOT NULL, takenBy TEXT,
            name TEXT NOT NULL DEFAULT '', minutes INTEGER) STRICT, WITHOUT ROWID;
        CREATE INDEX escalationDue ON escalation (dueAt) WHERE state = 'asking';
        CREATE INDEX escalationByTenant ON escalation (tenant);
        """
}
