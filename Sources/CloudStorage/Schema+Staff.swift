extension Schema {
    /// Who may open the consoles. Those who left keep their row, so that the log can name them; a number is free again
    /// then.
    static let staff = """
        CREATE TABLE staff (
            id TEXT PRIMARY KEY, tenant INTEGER NOT NULL REFERENCES tenant, site INTEGER, number TEXT NOT NULL,
            name TEXT NOT NULL, role TEXT NOT NULL, pin TEXT, card BLOB, removedAt INTEGER,
            FOREIGN KEY (tenant, site) REFERENCES site) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX staffByNumber ON staff (tenant, number) WHERE removedAt IS NULL;
        """

    /// When a site closes what nobody has ended, and when its last evacuation was over; where a visit began, since when
    /// it is open, and when it was closed unseen.
    static let exits = """
        ALTER TABLE site ADD COLUMN closeAt TEXT;
        ALTER TABLE site ADD COLUMN evacuationEndedAt INTEGER;
        ALTER TABLE visit ADD COLUMN site INTEGER;
        ALTER TABLE visit ADD COLUMN openSince INTEGER;
        ALTER TABLE visit ADD COLUMN assumedOutAt INTEGER;
        UPDATE visit SET openSince = iif(checkedOutAt IS NULL, checkedInAt, NULL), site = (
            SELECT kiosk.site FROM kiosk WHERE kiosk.id = lower(json_extract(body, '$.checkIn.kiosk')));
        CREATE INDEX visitOpen ON visit (tenant, site, openSince) WHERE openSince IS NOT NULL;
        """

    /// Events that staff and settings figure in: those that are chained.
    static let audit = """
        ALTER TABLE event ADD COLUMN isChained INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX eventChained ON event (tenant, stream, sequence) WHERE isChained;
        """
}
