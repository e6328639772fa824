BEGIN TRANSACTION;
CREATE TABLE access_tokens (
	hash VARCHAR(64) NOT NULL, 
	login VARCHAR(64) NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	expires DATETIME, 
	CONSTRAINT pk_access_tokens PRIMARY KEY (hash), 
	CONSTRAINT fk_access_tokens_login FOREIGN KEY(login) REFERENCES people (login)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE assignments (
	draft_id VARCHAR(16) NOT NULL, 
	item INTEGER NOT NULL, 
	department VARCHAR NOT NULL, 
	due DATE, 
	asked DATE, 
	replied DATE, 
	reply VARCHAR NOT NULL, 
	CONSTRAINT pk_assignments PRIMARY KEY (draft_id, item, department), 
	CONSTRAINT fk_assignments_draft_id FOREIGN KEY(draft_id) REFERENCES drafts (id)
);
CREATE TABLE changes (
	paper_id VARCHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	CONSTRAINT pk_changes PRIMARY KEY (paper_id), 
	CONSTRAINT uq_changes_seq UNIQUE (seq)
);
INSERT INTO "changes" VALUES('585b4cdd48fc',1);
INSERT INTO "changes" VALUES('f8ff555a0635',2);
CREATE TABLE cites (
	paper_pk INTEGER NOT NULL, 
	reference_key TEXT NOT NULL, 
	printed TEXT NOT NULL, 
	CONSTRAINT pk_cites PRIMARY KEY (paper_pk, reference_key), 
	CONSTRAINT fk_cites_paper_pk FOREIGN KEY(paper_pk) REFERENCES papers (pk) ON DELETE CASCADE
);
CREATE TABLE comments (
	id INTEGER NOT NULL, 
	draft_id VARCHAR(16) NOT NULL, 
	item INTEGER NOT NULL, 
	sentence VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	"by" VARCHAR(64) NOT NULL, 
	text VARCHAR NOT NULL, 
	done_by VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_comments PRIMARY KEY (id), 
	CONSTRAINT fk_comments_draft_id FOREIGN KEY(draft_id) REFERENCES drafts (id)
);
CREATE TABLE drafts (
	id VARCHAR(16) NOT NULL, 
	inquiry_id VARCHAR(16) NOT NULL, 
	version INTEGER NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	drafting BOOLEAN NOT NULL, 
	failure VARCHAR NOT NULL, 
	data JSON NOT NULL, 
	updated DATETIME NOT NULL, 
	reference VARCHAR NOT NULL, 
	released DATE, 
	paper_id VARCHAR NOT NULL, 
	CONSTRAINT pk_drafts PRIMARY KEY (id), 
	CONSTRAINT fk_drafts_inquiry_id FOREIGN KEY(inquiry_id) REFERENCES inquiries (id), 
	CONSTRAINT uq_drafts_inquiry_id UNIQUE (inquiry_id)
);
CREATE TABLE failed_sign_ons (
	"key" VARCHAR(64) NOT NULL, 
	failures INTEGER NOT NULL, 
	blocked_until DATETIME, 
	CONSTRAINT pk_failed_sign_ons PRIMARY KEY ("key")
);
CREATE TABLE feedback (
	id INTEGER NOT NULL, 
	at DATE NOT NULL, 
	question VARCHAR NOT NULL, 
	paper VARCHAR NOT NULL, 
	exchange VARCHAR NOT NULL, 
	verdict VARCHAR(16) NOT NULL, 
	note VARCHAR NOT NULL, 
	CONSTRAINT pk_feedback PRIMARY KEY (id)
);
CREATE TABLE forgotten (
	hash VARCHAR(64) NOT NULL, 
	paper_id VARCHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_forgotten PRIMARY KEY (hash)
);
CREATE TABLE inquiries (
	id VARCHAR(16) NOT NULL, 
	version INTEGER NOT NULL, 
	public BOOLEAN NOT NULL, 
	data JSON NOT NULL, 
	created DATETIME NOT NULL, 
	created_by VARCHAR(64) NOT NULL, 
	due DATE, 
	file_name VARCHAR NOT NULL, 
	file_data BLOB, 
	CONSTRAINT pk_inquiries PRIMARY KEY (id)
);
CREATE TABLE item_versions (
	draft_id VARCHAR(16) NOT NULL, 
	item INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	"by" VARCHAR(64) NOT NULL, 
	act VARCHAR(24) NOT NULL, 
	edit VARCHAR(12) NOT NULL, 
	reasons JSON NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT pk_item_versions PRIMARY KEY (draft_id, item, version), 
	CONSTRAINT fk_item_versions_draft_id FOREIGN KEY(draft_id) REFERENCES drafts (id)
);
CREATE TABLE journal (
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	"by" VARCHAR(64) NOT NULL, 
	act VARCHAR(32) NOT NULL, 
	subject VARCHAR(64) NOT NULL, 
	details JSON NOT NULL, 
	previous VARCHAR(64) NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_journal PRIMARY KEY (seq)
);
CREATE TABLE objects (
	feed TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	value JSON NOT NULL, 
	CONSTRAINT pk_objects PRIMARY KEY (feed, "key")
);
CREATE TABLE papers (
	pk INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR(32) NOT NULL, 
	origin VARCHAR(16) NOT NULL, 
	oparl_id TEXT, 
	reference TEXT, 
	reference_key TEXT, 
	paper_type TEXT, 
	name TEXT NOT NULL, 
	date DATE, 
	department TEXT, 
	clerk TEXT, 
	file_number TEXT, 
	public BOOLEAN NOT NULL, 
	outcome VARCHAR(16), 
	organizations JSON NOT NULL, 
	consultations JSON NOT NULL, 
	inquiry JSON, 
	files JSON NOT NULL, 
	notices JSON NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT uq_papers_id UNIQUE (id), 
	CONSTRAINT uq_papers_oparl_id UNIQUE (oparl_id)
);
INSERT INTO "papers" VALUES(1,'585b4cdd48fc','folder',NULL,'2019/1010','2019/1010',NULL,'Radwege',NULL,NULL,NULL,NULL,1,NULL,'[]','[]','null','[{"name": "a.txt", "uri": "file:///srv/vorlagen/a.txt", "sha256": "e9d50b751b454cbfd4bf9da28f5beb04fd156d438ea68959847b7746981467d5", "pages": 1, "text_from": "text", "date": null, "start": 0, "end": 66, "page_starts": [0], "voice": "administration", "replaced": false}]','[]','Frage: Wie viele Radwege gibt es?
Antwort: Es gibt fünf Radwege.

');
INSERT INTO "papers" VALUES(2,'f8ff555a0635','folder',NULL,'2018/0001','2018/0001',NULL,'Schule',NULL,NULL,NULL,NULL,1,NULL,'[]','[]','null','[{"name": "b.txt", "uri": "file:///srv/vorlagen/b.txt", "sha256": "1fb1689d8e10ca23aa3cb9d4941dc77df1c12e80dd1fb8d7015389e3604a3d01", "pages": 1, "text_from": "text", "date": null, "start": 0, "end": 52, "page_starts": [0], "voice": "administration", "replaced": false}]','[]','Die Schule hat 300 Kinder.

Ein Anbau ist geplant.

');
CREATE TABLE people (
	login VARCHAR(64) NOT NULL, 
	name VARCHAR NOT NULL, 
	department VARCHAR NOT NULL, 
	roles JSON NOT NULL, 
	not_public BOOLEAN NOT NULL, 
	password_hash VARCHAR NOT NULL, 
	active BOOLEAN NOT NULL, 
	CONSTRAINT pk_people PRIMARY KEY (login)
);
CREATE TABLE runs (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	feed TEXT NOT NULL, 
	started DATETIME NOT NULL, 
	finished DATETIME, 
	report JSON NOT NULL, 
	error TEXT
);
INSERT INTO "runs" VALUES(1,'file:///srv/vorlagen','2026-11-24 16:07:37.453059','2026-11-24 16:07:37.832826','{"papers": 2, "exchanges": 1, "passages": 2, "unchanged": 0, "removed": 0, "failed": []}',NULL);
CREATE TABLE settled_flags (
	draft_id VARCHAR(16) NOT NULL, 
	item INTEGER NOT NULL, 
	flag VARCHAR(64) NOT NULL, 
	at DATETIME NOT NULL, 
	"by" VARCHAR(64) NOT NULL, 
	note VARCHAR NOT NULL, 
	CONSTRAINT pk_settled_flags PRIMARY KEY (draft_id, item, flag), 
	CONSTRAINT fk_settled_flags_draft_id FOREIGN KEY(draft_id) REFERENCES drafts (id)
);
CREATE TABLE sign_offs (
	id INTEGER NOT NULL, 
	draft_id VARCHAR(16) NOT NULL, 
	station VARCHAR(64) NOT NULL, 
	decision VARCHAR(24) NOT NULL, 
	"by" VARCHAR(64) NOT NULL, 
	name VARCHAR NOT NULL, 
	deputy BOOLEAN NOT NULL, 
	note VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	version INTEGER NOT NULL, 
	signed JSON NOT NULL, 
	voided JSON NOT NULL, 
	CONSTRAINT pk_sign_offs PRIMARY KEY (id), 
	CONSTRAINT fk_sign_offs_draft_id FOREIGN KEY(draft_id) REFERENCES drafts (id)
);
CREATE TABLE sources (
	"key" TEXT NOT NULL, 
	feed TEXT NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	paper_pk INTEGER, 
	name TEXT NOT NULL, 
	failure TEXT, 
	CONSTRAINT pk_sources PRIMARY KEY ("key"), 
	CONSTRAINT fk_sources_paper_pk FOREIGN KEY(paper_pk) REFERENCES papers (pk) ON DELETE SET NULL
);
INSERT INTO "sources" VALUES('file:///srv/vorlagen/a.txt','file:///srv/vorlagen','simple1-e9d50b751b454cbfd4bf9da28f5beb04fd156d438ea68959847b7746',1,'a.txt',NULL);
INSERT INTO "sources" VALUES('file:///srv/vorlagen/b.txt','file:///srv/vorlagen','simple1-1fb1689d8e10ca23aa3cb9d4941dc77df1c12e80dd1fb8d7015389e3',2,'b.txt',NULL);
CREATE TABLE state (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_state PRIMARY KEY (name)
);
INSERT INTO "state" VALUES('seq','2');
INSERT INTO "state" VALUES('reader:file:///srv/vorlagen','simple1');
INSERT INTO "state" VALUES('followed:20261124-160737-c55636/v4','2');
CREATE TABLE switches (
	name VARCHAR(32) NOT NULL, 
	value VARCHAR NOT NULL, 
	CONSTRAINT pk_switches PRIMARY KEY (name)
);
CREATE TABLE units (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	paper_pk INTEGER NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	ordinal INTEGER NOT NULL, 
	file INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	question TEXT NOT NULL, 
	text TEXT NOT NULL, 
	spans JSON NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	page INTEGER, 
	voice VARCHAR(16) NOT NULL, 
	date DATE, 
	passage_kind VARCHAR(16), 
	replaced BOOLEAN NOT NULL, 
	refers_to JSON NOT NULL, 
	joint_with JSON NOT NULL, 
	hash VARCHAR(32) NOT NULL, 
	vector_hash VARCHAR(32) NOT NULL, 
	CONSTRAINT fk_units_paper_pk FOREIGN KEY(paper_pk) REFERENCES papers (pk) ON DELETE CASCADE
);
INSERT INTO "units" VALUES(1,1,'exchange',0,0,'1','Wie viele Radwege gibt es?','Es gibt fünf Radwege.','[[43, 64]]',43,64,1,'administration',NULL,NULL,0,'[]','[]','4bdf66e62da9748a99d1248cac5eba18','723957966180277d1214e5fcb905de1c');
INSERT INTO "units" VALUES(2,2,'passage',0,0,'','','Die Schule hat 300 Kinder.','[[0, 26]]',0,26,1,'administration',NULL,'body',0,'[]','[]','ed969477477d95554236fdef09117048','16804abcb77b44758fb8a8a50b8f1020');
INSERT INTO "units" VALUES(3,2,'passage',1,0,'','','Ein Anbau ist geplant.','[[28, 50]]',28,50,1,'administration',NULL,'body',0,'[]','[]','6251892402d073e070b9e84e497df163','9d6a5b632f4f4a7ae3957f635c2f833f');
CREATE TABLE vectors (
	fingerprint VARCHAR(64) NOT NULL, 
	hash VARCHAR(32) NOT NULL, 
	vector BLOB NOT NULL, 
	CONSTRAINT pk_vectors PRIMARY KEY (fingerprint, hash)
);
INSERT INTO "vectors" VALUES('hashing-8','723957966180277d1214e5fcb905de1c',X'77383BB8F92AB734FA330130CAB70F2C');
INSERT INTO "vectors" VALUES('hashing-8','16804abcb77b44758fb8a8a50b8f1020',X'29AFCAB3F8B6BC2CBB36B33473B9FAAC');
INSERT INTO "vectors" VALUES('hashing-8','9d6a5b632f4f4a7ae3957f635c2f833f',X'10316BB425B678B92F356A3422B5A5A3');
CREATE TABLE waived_stations (
	draft_id VARCHAR(16) NOT NULL, 
	station VARCHAR(64) NOT NULL, 
	"by" VARCHAR(64) NOT NULL, 
	at DATETIME NOT NULL, 
	reason VARCHAR NOT NULL, 
	CONSTRAINT pk_waived_stations PRIMARY KEY (draft_id, station), 
	CONSTRAINT fk_waived_stations_draft_id FOREIGN KEY(draft_id) REFERENCES drafts (id)
);
CREATE INDEX ix_papers_reference_key ON papers (reference_key);
CREATE INDEX ix_units_paper_pk ON units (paper_pk);
CREATE INDEX ix_units_vector_hash ON units (vector_hash);
CREATE INDEX ix_sources_feed ON sources (feed);
CREATE INDEX ix_sources_hash ON sources (hash);
CREATE INDEX ix_sources_paper_pk ON sources (paper_pk);
CREATE INDEX ix_cites_reference_key ON cites (reference_key);
CREATE INDEX ix_inquiries_created_by ON inquiries (created_by);
CREATE INDEX ix_inquiries_public ON inquiries (public);
CREATE INDEX ix_journal_subject ON journal (subject);
CREATE INDEX ix_access_tokens_login ON access_tokens (login);
CREATE INDEX ix_drafts_state ON drafts (state);
CREATE INDEX ix_comments_draft_id ON comments (draft_id);
CREATE INDEX ix_sign_offs_draft_id ON sign_offs (draft_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('runs',1);
INSERT INTO "sqlite_sequence" VALUES('papers',2);
INSERT INTO "sqlite_sequence" VALUES('units',3);
COMMIT;
