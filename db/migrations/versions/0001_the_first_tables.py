"""The first tables."""

import sqlalchemy as sa
from alembic import op

import db.columns

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=22), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=22), nullable=True),
        sa.Column("programme_id", sa.String(length=22), nullable=True),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_about"), ["about"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_actor"), ["actor"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "console_press",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("session_id", sa.String(length=22), nullable=False),
        sa.Column("at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_press")),
    )
    with op.batch_alter_table("console_press", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_console_press_at"), ["at"], unique=False)

    op.create_table(
        "console_tries",
        sa.Column("name_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name_hash", name=op.f("pk_console_tries")),
    )
    with op.batch_alter_table("console_tries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_console_tries_last_at"), ["last_at"], unique=False)

    op.create_table(
        "heartbeat",
        sa.Column("beat", sa.String(length=40), nullable=False),
        sa.Column("at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("beat", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("sender_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("raw_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("received_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("bot_id", "update_id", name=op.f("uq_inbox_bot_id_update_id")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inbox_state"), ["state"], unique=False)

    op.create_table(
        "note",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_note")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("bot", sa.String(length=8), nullable=False),
        sa.Column("telegram_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("account_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("telegram_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("current_pairing_id", sa.String(length=22), nullable=True),
        sa.Column("chosen_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("sound_at_night", sa.Boolean(), nullable=False),
        sa.Column("asked_from", sa.Date(), nullable=True),
        sa.Column("unreachable_since", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("erase_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("erasure_told_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("erased_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("telegram_hash", name=op.f("uq_person_telegram_hash")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_account_hash"), ["account_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_erase_at"), ["erase_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_person_unreachable_since"), ["unreachable_since"], unique=False
        )

    op.create_table(
        "programme",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("pack", sa.String(length=40), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("response_recorded_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("self_referral", sa.Boolean(), nullable=False),
        sa.Column("weights", sa.String(length=400), nullable=True),
        sa.Column("own", sa.Text(), nullable=True),
        sa.Column("erase_after_months", sa.Integer(), nullable=True),
        sa.Column("created_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("name", name=op.f("uq_programme_name")),
    )
    op.create_table(
        "wrapped_key",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_wrapped_key")),
    )
    op.create_table(
        "album",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("pairing_id", sa.String(length=22), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_album_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_album")),
    )
    with op.batch_alter_table("album", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_album_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_album_person_id"), ["person_id"], unique=False)

    op.create_table(
        "alert",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("programme_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("reasons_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("raised_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("next_step_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=22), nullable=True),
        sa.Column("acknowledged_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=22), nullable=True),
        sa.Column("closed_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("owner_call_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("owner_calls", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"], ["person.id"], name=op.f("fk_alert_acknowledged_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["person.id"], name=op.f("fk_alert_closed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_alert_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_alert_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.create_index(
            "ix_alert_closed",
            ["programme_id", "closed_at", "id", "person_id", "state", "follow_up_on"],
            unique=False,
            sqlite_where=sa.text("state = 'closed' AND follow_up_on IS NULL"),
            postgresql_where=sa.text("state = 'closed' AND follow_up_on IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_alert_next_step_at"), ["next_step_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_owner_call_at"), ["owner_call_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_alert_cause",
            ["programme_id", "person_id", "kind"],
            unique=True,
            sqlite_where=sa.text("state <> 'closed'"),
            postgresql_where=sa.text("state <> 'closed'"),
        )

    op.create_table(
        "consent",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("programme_id", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_consent_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_consent_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_person_id"), ["person_id"], unique=False)

    op.create_table(
        "console_account",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("account_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("linked_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_console_account_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_account")),
        sa.UniqueConstraint("account_hash", name=op.f("uq_console_account_account_hash")),
    )
    with op.batch_alter_table("console_account", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_console_account_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "console_challenge",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("value_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=True),
        sa.Column("kept_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_console_challenge_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_challenge")),
        sa.UniqueConstraint("value_hash", name=op.f("uq_console_challenge_value_hash")),
    )
    with op.batch_alter_table("console_challenge", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_console_challenge_expires_at"), ["expires_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_console_challenge_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "console_codes",
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("name_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("pending_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("used_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_console_codes_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_console_codes")),
        sa.UniqueConstraint("name_hash", name=op.f("uq_console_codes_name_hash")),
    )
    op.create_table(
        "console_passkey",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("credential_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("credential_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("added_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_console_passkey_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_passkey")),
        sa.UniqueConstraint("credential_hash", name=op.f("uq_console_passkey_credential_hash")),
    )
    with op.batch_alter_table("console_passkey", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_console_passkey_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "console_recovery_code",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("made_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_console_recovery_code_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_console_recovery_code_code_hash")),
    )
    with op.batch_alter_table("console_recovery_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_console_recovery_code_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "console_session",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("signed_in_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("told_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_console_session_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_console_session_token_hash")),
    )
    with op.batch_alter_table("console_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_console_session_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "flood",
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("empty_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("turned_away", sa.Integer(), nullable=False),
        sa.Column("since_message", sa.BigInteger(), nullable=True),
        sa.Column("staff_told_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_flood_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_flood")),
    )
    op.create_table(
        "held_message",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("question_id", sa.String(length=22), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("pairing_id", sa.String(length=22), nullable=True),
        sa.Column("album", sa.String(length=64), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("held_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_held_message_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_message")),
    )
    with op.batch_alter_table("held_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_held_message_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_held_message_question_id"), ["question_id"], unique=False
        )

    op.create_table(
        "invitation",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("programme_id", sa.String(length=22), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("link_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("issued_by", sa.String(length=22), nullable=True),
        sa.Column("issued_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=True),
        sa.Column("revoked_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["person.id"], name=op.f("fk_invitation_issued_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_invitation_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitation_code_hash")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_invitation_link_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitation_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "mail_address",
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("code_until", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("given_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("refused_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_address_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mail_address")),
    )
    op.create_table(
        "mail_outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("about", sa.String(length=22), nullable=True),
        sa.Column("is_call", sa.Boolean(), nullable=False),
        sa.Column("to_unconfirmed", sa.Boolean(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("may_be_repeat", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.Column("not_before", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_outbox_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_mail_outbox_key")),
    )
    with op.batch_alter_table("mail_outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_outbox_about"), ["about"], unique=False)
        batch_op.create_index(batch_op.f("ix_mail_outbox_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mail_outbox_state"), ["state"], unique=False)

    op.create_table(
        "match_round",
        sa.Column("programme_id", sa.String(length=22), nullable=False),
        sa.Column("made_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("placed", sa.Integer(), nullable=False),
        sa.Column("rarity", sa.String(), nullable=False),
        sa.Column("unlocks_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_match_round_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("pk_match_round")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("bot", sa.String(length=8), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=12), nullable=False),
        sa.Column("slot", sa.String(length=60), nullable=True),
        sa.Column("target", sa.BigInteger(), nullable=True),
        sa.Column("pairing_id", sa.String(length=22), nullable=True),
        sa.Column("source_person_id", sa.String(length=22), nullable=True),
        sa.Column("source_message_id", sa.BigInteger(), nullable=True),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("words_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("recall", sa.String(length=12), nullable=True),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("told_by", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.Column("not_before", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("retry_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("expires_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_outbox_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_person_id_slot", ["person_id", "slot"], unique=False)
        batch_op.create_index(
            "ix_outbox_source", ["source_person_id", "source_message_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_outbox_state"), ["state"], unique=False)

    op.create_table(
        "outcome_count",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("programme_id", sa.String(length=22), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("after", sa.String(length=40), nullable=False),
        sa.Column("begun_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ready_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("tally_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_outcome_count_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_count")),
    )
    with op.batch_alter_table("outcome_count", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outcome_count_programme_id"), ["programme_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_outcome_count_ready_at"), ["ready_at"], unique=False)

    op.create_table(
        "pair_choice",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("programme_id", sa.String(length=22), nullable=False),
        sa.Column("service_user_id", sa.String(length=22), nullable=False),
        sa.Column("peer_worker_id", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("by_id", sa.String(length=22), nullable=False),
        sa.Column("made_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_pair_choice_by_id_person")),
        sa.ForeignKeyConstraint(
            ["peer_worker_id"], ["person.id"], name=op.f("fk_pair_choice_peer_worker_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_pair_choice_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(
            ["service_user_id"], ["person.id"], name=op.f("fk_pair_choice_service_user_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_choice")),
    )
    with op.batch_alter_table("pair_choice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pair_choice_peer_worker_id"), ["peer_worker_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_pair_choice_programme_id"), ["programme_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_pair_choice_service_user_id"), ["service_user_id"], unique=False
        )

    op.create_table(
        "pairing",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("programme_id", sa.String(length=22), nullable=False),
        sa.Column("service_user_id", sa.String(length=22), nullable=False),
        sa.Column("peer_worker_id", sa.String(length=22), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("since", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fit", sa.Integer(), nullable=False),
        sa.Column("reasons_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("approved_by", sa.String(length=22), nullable=True),
        sa.Column("answer_by", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("active_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("first_contact_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=40), nullable=True),
        sa.Column("break_seconds", sa.Integer(), nullable=False),
        sa.Column("cover_of", sa.String(length=22), nullable=True),
        sa.Column("handover_asked_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ending_asked_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["person.id"], name=op.f("fk_pairing_approved_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["cover_of"], ["pairing.id"], name=op.f("fk_pairing_cover_of_pairing")
        ),
        sa.ForeignKeyConstraint(
            ["peer_worker_id"], ["person.id"], name=op.f("fk_pairing_peer_worker_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_pairing_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(
            ["service_user_id"], ["person.id"], name=op.f("fk_pairing_service_user_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing")),
    )
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pairing_answer_by"), ["answer_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_pairing_cover_of"), ["cover_of"], unique=False)
        batch_op.create_index(
            "ix_pairing_first_words",
            ["since", "programme_id", "state", "service_user_id", "peer_worker_id", "id"],
            unique=False,
            sqlite_where=sa.text("first_contact_at IS NULL"),
            postgresql_where=sa.text("first_contact_at IS NULL"),
        )
        batch_op.create_index(
            "ix_pairing_handover",
            ["programme_id", "state"],
            unique=False,
            sqlite_where=sa.text("handover_asked_at IS NOT NULL"),
            postgresql_where=sa.text("handover_asked_at IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_pairing_peer_worker_id"), ["peer_worker_id"], unique=False
        )
        batch_op.create_index("ix_pairing_programme_id_id", ["programme_id", "id"], unique=False)
        batch_op.create_index(
            "ix_pairing_programme_id_peer_worker_id",
            ["programme_id", "peer_worker_id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_pairing_register", ["programme_id", "state", "since", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_pairing_service_user_id"), ["service_user_id"], unique=False
        )

    op.create_table(
        "parked_edit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("parked_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_parked_edit_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_edit")),
    )
    with op.batch_alter_table("parked_edit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parked_edit_parked_at"), ["parked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_parked_edit_person_id"), ["person_id"], unique=False)

    op.create_table(
        "research_export",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("programme_id", sa.String(length=22), nullable=False),
        sa.Column("by_id", sa.String(length=22), nullable=False),
        sa.Column("at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("purpose_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_research_export_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_research_export_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_research_export")),
    )
    with op.batch_alter_table("research_export", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_research_export_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "response",
        sa.Column("programme_id", sa.String(length=22), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("within_minutes", sa.Integer(), nullable=False),
        sa.Column("route", sa.String(length=160), nullable=False),
        sa.Column("recorded_by", sa.String(length=22), nullable=True),
        sa.Column("recorded_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_response_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_response_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("pk_response")),
    )
    op.create_table(
        "rota",
        sa.Column("programme_id", sa.String(length=22), nullable=False),
        sa.Column("since", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("gaps_told", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_rota_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("pk_rota")),
    )
    op.create_table(
        "setting_change",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("programme_id", sa.String(length=22), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=True),
        sa.Column("at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("undoes", sa.String(length=22), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_setting_change_by_person")),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_setting_change_programme_id_programme"),
        ),
        sa.ForeignKeyConstraint(
            ["undoes"], ["setting_change.id"], name=op.f("fk_setting_change_undoes_setting_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_change")),
    )
    with op.batch_alter_table("setting_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_setting_change_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "slot",
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("strip_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_slot_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "name", name=op.f("pk_slot")),
    )
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slot_strip_at"), ["strip_at"], unique=False)

    op.create_table(
        "alert_note",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("alert_id", sa.String(length=22), nullable=False),
        sa.Column("about_id", sa.String(length=22), nullable=False),
        sa.Column("author_id", sa.String(length=22), nullable=False),
        sa.Column("at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["about_id"], ["person.id"], name=op.f("fk_alert_note_about_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alert.id"], name=op.f("fk_alert_note_alert_id_alert")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_alert_note_author_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_note")),
    )
    with op.batch_alter_table("alert_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_note_about_id"), ["about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_note_alert_id"), ["alert_id"], unique=False)

    op.create_table(
        "alert_step",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("alert_id", sa.String(length=22), nullable=False),
        sa.Column("at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=True),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alert.id"], name=op.f("fk_alert_step_alert_id_alert")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_alert_step_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_step")),
    )
    with op.batch_alter_table("alert_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_step_alert_id"), ["alert_id"], unique=False)

    op.create_table(
        "block",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("blocked_id", sa.String(length=22), nullable=False),
        sa.Column("pairing_id", sa.String(length=22), nullable=False),
        sa.Column("since", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["blocked_id"], ["person.id"], name=op.f("fk_block_blocked_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["pairing_id"], ["pairing.id"], name=op.f("fk_block_pairing_id_pairing")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_block_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block")),
    )
    with op.batch_alter_table("block", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_block_blocked_id"), ["blocked_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_block_person_id"), ["person_id"], unique=False)

    op.create_table(
        "checkin_plan",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("programme_id", sa.String(length=22), nullable=False),
        sa.Column("pairing_id", sa.String(length=22), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("at_minute", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("off_by", sa.String(length=40), nullable=True),
        sa.Column("counted_from", sa.Date(), nullable=True),
        sa.Column("contacts_done", sa.Integer(), nullable=False),
        sa.Column("next_due_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("next_local_date", sa.Date(), nullable=False),
        sa.Column("once", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pairing_id"], ["pairing.id"], name=op.f("fk_checkin_plan_pairing_id_pairing")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_checkin_plan_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_checkin_plan_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkin_plan")),
    )
    with op.batch_alter_table("checkin_plan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_checkin_plan_next_due_at"), ["next_due_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_checkin_plan_pairing_id"), ["pairing_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_checkin_plan_person_id"), ["person_id"], unique=False)

    op.create_table(
        "console_kept_form",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("session_id", sa.String(length=22), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("fields_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("kept_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_console_kept_form_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["console_session.id"],
            name=op.f("fk_console_kept_form_session_id_console_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_kept_form")),
    )
    with op.batch_alter_table("console_kept_form", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_console_kept_form_expires_at"), ["expires_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_console_kept_form_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_console_kept_form_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "console_link",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("person_id", sa.String(length=22), nullable=True),
        sa.Column("invitation_id", sa.String(length=22), nullable=True),
        sa.Column("issued_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_console_link_invitation_id_invitation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_console_link_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_console_link_token_hash")),
    )
    with op.batch_alter_table("console_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_console_link_expires_at"), ["expires_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_console_link_invitation_id"), ["invitation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_console_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "contact_day",
        sa.Column("pairing_id", sa.String(length=22), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("from_service_user", sa.Integer(), nullable=False),
        sa.Column("from_peer_worker", sa.Integer(), nullable=False),
        sa.Column("contact_held", sa.Integer(), nullable=False),
        sa.Column("contact_sent", sa.Integer(), nullable=False),
        sa.Column("last_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["pairing_id"], ["pairing.id"], name=op.f("fk_contact_day_pairing_id_pairing")
        ),
        sa.PrimaryKeyConstraint("pairing_id", "day", name=op.f("pk_contact_day")),
    )
    op.create_table(
        "debrief",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("alert_id", sa.String(length=22), nullable=False),
        sa.Column("pairing_id", sa.String(length=22), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("planned_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_debrief_alert_id_alert")),
        sa.ForeignKeyConstraint(
            ["pairing_id"], ["pairing.id"], name=op.f("fk_debrief_pairing_id_pairing")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_debrief_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debrief")),
    )
    with op.batch_alter_table("debrief", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_debrief_alert_id"), ["alert_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_debrief_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_debrief_person_id"), ["person_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("programme_id", sa.String(length=22), nullable=False),
        sa.Column("invitation_id", sa.String(length=22), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("stage_since", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_membership_invitation_id_invitation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_membership_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "person_id",
            "programme_id",
            "role",
            name=op.f("uq_membership_person_id_programme_id_role"),
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            "ix_membership_line",
            ["programme_id", "role", "stage", "stage_since", "id", "person_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_membership_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ix_membership_programme_id_role_id", ["programme_id", "role", "id"], unique=False
        )
        batch_op.create_index("ix_membership_role_stage", ["role", "stage"], unique=False)

    op.create_table(
        "message_map",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pairing_id", sa.String(length=22), nullable=False),
        sa.Column("sender_id", sa.String(length=22), nullable=False),
        sa.Column("source_message_id", sa.BigInteger(), nullable=True),
        sa.Column("recipient_id", sa.String(length=22), nullable=False),
        sa.Column("copy_message_id", sa.BigInteger(), nullable=True),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pairing_id"], ["pairing.id"], name=op.f("fk_message_map_pairing_id_pairing")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["person.id"], name=op.f("fk_message_map_recipient_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["sender_id"], ["person.id"], name=op.f("fk_message_map_sender_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_map")),
    )
    with op.batch_alter_table("message_map", schema=None) as batch_op:
        batch_op.create_index(
            "ix_message_map_copy", ["recipient_id", "copy_message_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_message_map_pairing_id"), ["pairing_id"], unique=False)
        batch_op.create_index(
            "ix_message_map_source", ["sender_id", "source_message_id"], unique=False
        )

    op.create_table(
        "pairing_break",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pairing_id", sa.String(length=22), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("began_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["pairing_id"], ["pairing.id"], name=op.f("fk_pairing_break_pairing_id_pairing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_break")),
    )
    with op.batch_alter_table("pairing_break", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pairing_break_due_at"), ["due_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_pairing_break_pairing_id"), ["pairing_id"], unique=False
        )

    op.create_table(
        "renewal",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("pairing_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("asked_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["pairing_id"], ["pairing.id"], name=op.f("fk_renewal_pairing_id_pairing")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_renewal_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal")),
    )
    with op.batch_alter_table("renewal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_renewal_pairing_id"), ["pairing_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_renewal_person_id"), ["person_id"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("pairing_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("about_id", sa.String(length=22), nullable=False),
        sa.Column("alert_id", sa.String(length=22), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("handed_over_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("chosen", sa.Integer(), nullable=True),
        sa.Column("arrived", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["about_id"], ["person.id"], name=op.f("fk_report_about_id_person")
        ),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_report_alert_id_alert")),
        sa.ForeignKeyConstraint(
            ["pairing_id"], ["pairing.id"], name=op.f("fk_report_pairing_id_pairing")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_report_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_about_id"), ["about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_alert_id"), ["alert_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_pairing_id"), ["pairing_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_person_id"), ["person_id"], unique=False)

    op.create_table(
        "rhythm",
        sa.Column("pairing_id", sa.String(length=22), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("next_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("first_nudged_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("first_missed_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("lapse", sa.Integer(), nullable=False),
        sa.Column("lapse_on", sa.Date(), nullable=True),
        sa.Column("rules_on", sa.Date(), nullable=True),
        sa.Column("weeks_told", sa.Integer(), nullable=True),
        sa.Column("spoke_on", sa.Date(), nullable=True),
        sa.Column("away_on", sa.Date(), nullable=True),
        sa.Column("break_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pairing_id"], ["pairing.id"], name=op.f("fk_rhythm_pairing_id_pairing")
        ),
        sa.PrimaryKeyConstraint("pairing_id", name=op.f("pk_rhythm")),
    )
    with op.batch_alter_table("rhythm", schema=None) as batch_op:
        batch_op.create_index(
            "ix_rhythm_lapse",
            ["lapse_on"],
            unique=False,
            sqlite_where=sa.text("lapse > 0"),
            postgresql_where=sa.text("lapse > 0"),
        )
        batch_op.create_index(batch_op.f("ix_rhythm_next_at"), ["next_at"], unique=False)

    op.create_table(
        "topic",
        sa.Column("pairing_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("is_ended", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pairing_id"], ["pairing.id"], name=op.f("fk_topic_pairing_id_pairing")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_topic_person_id_person")
        ),
        sa.PrimaryKeyConstraint("pairing_id", name=op.f("pk_topic")),
        sa.UniqueConstraint("person_id", "thread_id", name=op.f("uq_topic_person_id_thread_id")),
    )
    with op.batch_alter_table("topic", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topic_person_id"), ["person_id"], unique=False)

    op.create_table(
        "voice_choice",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("pairing_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pairing_id"], ["pairing.id"], name=op.f("fk_voice_choice_pairing_id_pairing")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_voice_choice_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_choice")),
    )
    with op.batch_alter_table("voice_choice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_voice_choice_pairing_id"), ["pairing_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_voice_choice_person_id"), ["person_id"], unique=False)

    op.create_table(
        "cover",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("membership_id", sa.String(length=22), nullable=False),
        sa.Column("cover_membership_id", sa.String(length=22), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("since", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cover_membership_id"],
            ["membership.id"],
            name=op.f("fk_cover_cover_membership_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_cover_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover")),
    )
    with op.batch_alter_table("cover", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cover_cover_membership_id"), ["cover_membership_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_cover_membership_id"), ["membership_id"], unique=False)

    op.create_table(
        "days_off",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("programme_id", sa.String(length=22), nullable=False),
        sa.Column("membership_id", sa.String(length=22), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_days_off_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_days_off_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_days_off")),
    )
    with op.batch_alter_table("days_off", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_days_off_membership_id"), ["membership_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_days_off_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "digest",
        sa.Column("membership_id", sa.String(length=22), nullable=False),
        sa.Column("at_minute", sa.Integer(), nullable=False),
        sa.Column("is_off", sa.Boolean(), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("next_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_digest_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("membership_id", name=op.f("pk_digest")),
    )
    with op.batch_alter_table("digest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_digest_next_at"), ["next_at"], unique=False)

    op.create_table(
        "expiry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("membership_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("known_since", sa.Date(), nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=True),
        sa.Column("next_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_expiry_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_expiry_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expiry")),
        sa.UniqueConstraint("membership_id", "what", name=op.f("uq_expiry_membership_id_what")),
    )
    with op.batch_alter_table("expiry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expiry_next_at"), ["next_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_expiry_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_expiry_until", ["until"], unique=False)

    op.create_table(
        "form_session",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("membership_id", sa.String(length=22), nullable=True),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=60), nullable=True),
        sa.Column("changing", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("started_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("touched_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_form_session_membership_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_form_session_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_session")),
    )
    with op.batch_alter_table("form_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_form_session_membership_id"), ["membership_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_form_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "match_place",
        sa.Column("membership_id", sa.String(length=22), nullable=False),
        sa.Column("programme_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("suited", sa.Integer(), nullable=False),
        sa.Column("near", sa.String(), nullable=False),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_match_place_membership_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_match_place_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_match_place_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("membership_id", name=op.f("pk_match_place")),
    )
    with op.batch_alter_table("match_place", schema=None) as batch_op:
        batch_op.create_index("ix_match_place_hard", ["programme_id", "suited"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_place_person_id"), ["person_id"], unique=False)

    op.create_table(
        "measure_share",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("membership_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("shared_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_measure_share_membership_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_measure_share_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_share")),
        sa.UniqueConstraint(
            "membership_id", "measure", name=op.f("uq_measure_share_membership_id_measure")
        ),
    )
    with op.batch_alter_table("measure_share", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measure_share_person_id"), ["person_id"], unique=False)

    op.create_table(
        "peer_standing",
        sa.Column("membership_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("programme_id", sa.String(length=22), nullable=False),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("back_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("outside_hours", sa.String(length=12), nullable=True),
        sa.Column("confirmed_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("look_since", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("sent_back_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_peer_standing_membership_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_peer_standing_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_peer_standing_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("membership_id", name=op.f("pk_peer_standing")),
    )
    with op.batch_alter_table("peer_standing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_standing_back_at"), ["back_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_peer_standing_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_peer_standing_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "person_note",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("membership_id", sa.String(length=22), nullable=False),
        sa.Column("about_id", sa.String(length=22), nullable=False),
        sa.Column("pairing_id", sa.String(length=22), nullable=True),
        sa.Column("author_id", sa.String(length=22), nullable=False),
        sa.Column("at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["about_id"], ["person.id"], name=op.f("fk_person_note_about_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_person_note_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_person_note_membership_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["pairing_id"], ["pairing.id"], name=op.f("fk_person_note_pairing_id_pairing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_note")),
    )
    with op.batch_alter_table("person_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_note_about_id"), ["about_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_person_note_membership_id"), ["membership_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_person_note_pairing_id"), ["pairing_id"], unique=False)

    op.create_table(
        "plan_span",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("plan_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_plan_span_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["checkin_plan.id"], name=op.f("fk_plan_span_plan_id_checkin_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_span")),
    )
    with op.batch_alter_table("plan_span", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_span_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_span_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "role_ending",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("programme_id", sa.String(length=22), nullable=False),
        sa.Column("membership_id", sa.String(length=22), nullable=False),
        sa.Column("asked_by", sa.String(length=22), nullable=False),
        sa.Column("asked_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_role_ending_asked_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_role_ending_membership_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_role_ending_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_ending")),
    )
    with op.batch_alter_table("role_ending", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_role_ending_membership_id"), ["membership_id"], unique=False
        )

    op.create_table(
        "rota_shift",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("programme_id", sa.String(length=22), nullable=False),
        sa.Column("membership_id", sa.String(length=22), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("from_minute", sa.Integer(), nullable=False),
        sa.Column("until_minute", sa.Integer(), nullable=False),
        sa.Column("is_deputy", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_rota_shift_membership_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_rota_shift_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_shift")),
    )
    with op.batch_alter_table("rota_shift", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rota_shift_membership_id"), ["membership_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_rota_shift_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "supervision_talk",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("membership_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("recorded_by", sa.String(length=22), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_supervision_talk_membership_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_supervision_talk_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_supervision_talk_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_talk")),
    )
    with op.batch_alter_table("supervision_talk", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_supervision_talk_membership_id"), ["membership_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_supervision_talk_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "wait",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("membership_id", sa.String(length=22), nullable=False),
        sa.Column("programme_id", sa.String(length=22), nullable=False),
        sa.Column("began_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("paused_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("paused_seconds", sa.Integer(), nullable=False),
        sa.Column("told_half_days", sa.Integer(), nullable=True),
        sa.Column("told_most_days", sa.Integer(), nullable=True),
        sa.Column("promised_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("look_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("waited_days", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_wait_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_wait_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wait")),
    )
    with op.batch_alter_table("wait", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wait_ended_at"), ["ended_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_wait_look_at"), ["look_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_wait_membership_id"), ["membership_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_wait_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_wait_promised_at"), ["promised_at"], unique=False)

    op.create_table(
        "work_time",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("membership_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("entered_by", sa.String(length=22), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("spent_on", sa.String(length=40), nullable=False),
        sa.Column("at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["person.id"], name=op.f("fk_work_time_entered_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_work_time_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_work_time_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_time")),
    )
    with op.batch_alter_table("work_time", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_work_time_membership_id"), ["membership_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_work_time_person_id"), ["person_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("form_session_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("value_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("answered_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["form_session_id"],
            ["form_session.id"],
            name=op.f("fk_answer_form_session_id_form_session"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_answer_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint(
            "form_session_id", "question", name=op.f("uq_answer_form_session_id_question")
        ),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_answer_form_session_id"), ["form_session_id"], unique=False
        )

    op.create_table(
        "checkin",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("plan_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("form_session_id", sa.String(length=22), nullable=True),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("due_at", db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("look_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("answered_at", db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("score_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["form_session_id"],
            ["form_session.id"],
            name=op.f("fk_checkin_form_session_id_form_session"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_checkin_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["checkin_plan.id"], name=op.f("fk_checkin_plan_id_checkin_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkin")),
        sa.UniqueConstraint("person_id", "asked_on", name=op.f("uq_checkin_person_id_asked_on")),
        sa.UniqueConstraint("plan_id", "local_date", name=op.f("uq_checkin_plan_id_local_date")),
    )
    with op.batch_alter_table("checkin", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_checkin_form_session_id"), ["form_session_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_checkin_look_at"), ["look_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_checkin_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_checkin_state"), ["state"], unique=False)


def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table("checkin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checkin_state"))
        batch_op.drop_index(batch_op.f("ix_checkin_person_id"))
        batch_op.drop_index(batch_op.f("ix_checkin_look_at"))
        batch_op.drop_index(batch_op.f("ix_checkin_form_session_id"))

    op.drop_table("checkin")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_form_session_id"))

    op.drop_table("answer")
    with op.batch_alter_table("work_time", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_time_person_id"))
        batch_op.drop_index(batch_op.f("ix_work_time_membership_id"))

    op.drop_table("work_time")
    with op.batch_alter_table("wait", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wait_promised_at"))
        batch_op.drop_index(batch_op.f("ix_wait_programme_id"))
        batch_op.drop_index(batch_op.f("ix_wait_membership_id"))
        batch_op.drop_index(batch_op.f("ix_wait_look_at"))
        batch_op.drop_index(batch_op.f("ix_wait_ended_at"))

    op.drop_table("wait")
    with op.batch_alter_table("supervision_talk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supervision_talk_person_id"))
        batch_op.drop_index(batch_op.f("ix_supervision_talk_membership_id"))

    op.drop_table("supervision_talk")
    with op.batch_alter_table("rota_shift", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rota_shift_programme_id"))
        batch_op.drop_index(batch_op.f("ix_rota_shift_membership_id"))

    op.drop_table("rota_shift")
    with op.batch_alter_table("role_ending", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_ending_membership_id"))

    op.drop_table("role_ending")
    with op.batch_alter_table("plan_span", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_span_plan_id"))
        batch_op.drop_index(batch_op.f("ix_plan_span_person_id"))

    op.drop_table("plan_span")
    with op.batch_alter_table("person_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_note_pairing_id"))
        batch_op.drop_index(batch_op.f("ix_person_note_membership_id"))
        batch_op.drop_index(batch_op.f("ix_person_note_about_id"))

    op.drop_table("person_note")
    with op.batch_alter_table("peer_standing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_standing_programme_id"))
        batch_op.drop_index(batch_op.f("ix_peer_standing_person_id"))
        batch_op.drop_index(batch_op.f("ix_peer_standing_back_at"))

    op.drop_table("peer_standing")
    with op.batch_alter_table("measure_share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_measure_share_person_id"))

    op.drop_table("measure_share")
    with op.batch_alter_table("match_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_place_person_id"))
        batch_op.drop_index("ix_match_place_hard")

    op.drop_table("match_place")
    with op.batch_alter_table("form_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_session_person_id"))
        batch_op.drop_index(batch_op.f("ix_form_session_membership_id"))

    op.drop_table("form_session")
    with op.batch_alter_table("expiry", schema=None) as batch_op:
        batch_op.drop_index("ix_expiry_until")
        batch_op.drop_index(batch_op.f("ix_expiry_person_id"))
        batch_op.drop_index(batch_op.f("ix_expiry_next_at"))

    op.drop_table("expiry")
    with op.batch_alter_table("digest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_digest_next_at"))

    op.drop_table("digest")
    with op.batch_alter_table("days_off", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_days_off_programme_id"))
        batch_op.drop_index(batch_op.f("ix_days_off_membership_id"))

    op.drop_table("days_off")
    with op.batch_alter_table("cover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cover_membership_id"))
        batch_op.drop_index(batch_op.f("ix_cover_cover_membership_id"))

    op.drop_table("cover")
    with op.batch_alter_table("voice_choice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_voice_choice_person_id"))
        batch_op.drop_index(batch_op.f("ix_voice_choice_pairing_id"))

    op.drop_table("voice_choice")
    with op.batch_alter_table("topic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_person_id"))

    op.drop_table("topic")
    with op.batch_alter_table("rhythm", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rhythm_next_at"))
        batch_op.drop_index(
            "ix_rhythm_lapse",
            sqlite_where=sa.text("lapse > 0"),
            postgresql_where=sa.text("lapse > 0"),
        )

    op.drop_table("rhythm")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_person_id"))
        batch_op.drop_index(batch_op.f("ix_report_pairing_id"))
        batch_op.drop_index(batch_op.f("ix_report_alert_id"))
        batch_op.drop_index(batch_op.f("ix_report_about_id"))

    op.drop_table("report")
    with op.batch_alter_table("renewal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_renewal_person_id"))
        batch_op.drop_index(batch_op.f("ix_renewal_pairing_id"))

    op.drop_table("renewal")
    with op.batch_alter_table("pairing_break", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pairing_break_pairing_id"))
        batch_op.drop_index(batch_op.f("ix_pairing_break_due_at"))

    op.drop_table("pairing_break")
    with op.batch_alter_table("message_map", schema=None) as batch_op:
        batch_op.drop_index("ix_message_map_source")
        batch_op.drop_index(batch_op.f("ix_message_map_pairing_id"))
        batch_op.drop_index("ix_message_map_copy")

    op.drop_table("message_map")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index("ix_membership_role_stage")
        batch_op.drop_index("ix_membership_programme_id_role_id")
        batch_op.drop_index(batch_op.f("ix_membership_person_id"))
        batch_op.drop_index("ix_membership_line")

    op.drop_table("membership")
    with op.batch_alter_table("debrief", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_debrief_person_id"))
        batch_op.drop_index(batch_op.f("ix_debrief_due_at"))
        batch_op.drop_index(batch_op.f("ix_debrief_alert_id"))

    op.drop_table("debrief")
    op.drop_table("contact_day")
    with op.batch_alter_table("console_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_console_link_person_id"))
        batch_op.drop_index(batch_op.f("ix_console_link_invitation_id"))
        batch_op.drop_index(batch_op.f("ix_console_link_expires_at"))

    op.drop_table("console_link")
    with op.batch_alter_table("console_kept_form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_console_kept_form_session_id"))
        batch_op.drop_index(batch_op.f("ix_console_kept_form_person_id"))
        batch_op.drop_index(batch_op.f("ix_console_kept_form_expires_at"))

    op.drop_table("console_kept_form")
    with op.batch_alter_table("checkin_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checkin_plan_person_id"))
        batch_op.drop_index(batch_op.f("ix_checkin_plan_pairing_id"))
        batch_op.drop_index(batch_op.f("ix_checkin_plan_next_due_at"))

    op.drop_table("checkin_plan")
    with op.batch_alter_table("block", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_block_person_id"))
        batch_op.drop_index(batch_op.f("ix_block_blocked_id"))

    op.drop_table("block")
    with op.batch_alter_table("alert_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_step_alert_id"))

    op.drop_table("alert_step")
    with op.batch_alter_table("alert_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_note_alert_id"))
        batch_op.drop_index(batch_op.f("ix_alert_note_about_id"))

    op.drop_table("alert_note")
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slot_strip_at"))

    op.drop_table("slot")
    with op.batch_alter_table("setting_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_setting_change_programme_id"))

    op.drop_table("setting_change")
    op.drop_table("rota")
    op.drop_table("response")
    with op.batch_alter_table("research_export", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_research_export_programme_id"))

    op.drop_table("research_export")
    with op.batch_alter_table("parked_edit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_parked_edit_person_id"))
        batch_op.drop_index(batch_op.f("ix_parked_edit_parked_at"))

    op.drop_table("parked_edit")
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pairing_service_user_id"))
        batch_op.drop_index("ix_pairing_register")
        batch_op.drop_index("ix_pairing_programme_id_peer_worker_id")
        batch_op.drop_index("ix_pairing_programme_id_id")
        batch_op.drop_index(batch_op.f("ix_pairing_peer_worker_id"))
        batch_op.drop_index(
            "ix_pairing_handover",
            sqlite_where=sa.text("handover_asked_at IS NOT NULL"),
            postgresql_where=sa.text("handover_asked_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_pairing_first_words",
            sqlite_where=sa.text("first_contact_at IS NULL"),
            postgresql_where=sa.text("first_contact_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_pairing_cover_of"))
        batch_op.drop_index(batch_op.f("ix_pairing_answer_by"))

    op.drop_table("pairing")
    with op.batch_alter_table("pair_choice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pair_choice_service_user_id"))
        batch_op.drop_index(batch_op.f("ix_pair_choice_programme_id"))
        batch_op.drop_index(batch_op.f("ix_pair_choice_peer_worker_id"))

    op.drop_table("pair_choice")
    with op.batch_alter_table("outcome_count", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outcome_count_ready_at"))
        batch_op.drop_index(batch_op.f("ix_outcome_count_programme_id"))

    op.drop_table("outcome_count")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_state"))
        batch_op.drop_index("ix_outbox_source")
        batch_op.drop_index("ix_outbox_person_id_slot")

    op.drop_table("outbox")
    op.drop_table("match_round")
    with op.batch_alter_table("mail_outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_outbox_state"))
        batch_op.drop_index(batch_op.f("ix_mail_outbox_person_id"))
        batch_op.drop_index(batch_op.f("ix_mail_outbox_about"))

    op.drop_table("mail_outbox")
    op.drop_table("mail_address")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_programme_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("held_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_held_message_question_id"))
        batch_op.drop_index(batch_op.f("ix_held_message_person_id"))

    op.drop_table("held_message")
    op.drop_table("flood")
    with op.batch_alter_table("console_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_console_session_person_id"))

    op.drop_table("console_session")
    with op.batch_alter_table("console_recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_console_recovery_code_person_id"))

    op.drop_table("console_recovery_code")
    with op.batch_alter_table("console_passkey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_console_passkey_person_id"))

    op.drop_table("console_passkey")
    op.drop_table("console_codes")
    with op.batch_alter_table("console_challenge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_console_challenge_person_id"))
        batch_op.drop_index(batch_op.f("ix_console_challenge_expires_at"))

    op.drop_table("console_challenge")
    with op.batch_alter_table("console_account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_console_account_person_id"))

    op.drop_table("console_account")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_person_id"))

    op.drop_table("consent")
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_alert_cause",
            sqlite_where=sa.text("state <> 'closed'"),
            postgresql_where=sa.text("state <> 'closed'"),
        )
        batch_op.drop_index(batch_op.f("ix_alert_state"))
        batch_op.drop_index(batch_op.f("ix_alert_programme_id"))
        batch_op.drop_index(batch_op.f("ix_alert_person_id"))
        batch_op.drop_index(batch_op.f("ix_alert_owner_call_at"))
        batch_op.drop_index(batch_op.f("ix_alert_next_step_at"))
        batch_op.drop_index(
            "ix_alert_closed",
            sqlite_where=sa.text("state = 'closed' AND follow_up_on IS NULL"),
            postgresql_where=sa.text("state = 'closed' AND follow_up_on IS NULL"),
        )

    op.drop_table("alert")
    with op.batch_alter_table("album", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_album_person_id"))
        batch_op.drop_index(batch_op.f("ix_album_name"))

    op.drop_table("album")
    op.drop_table("wrapped_key")
    op.drop_table("programme")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_unreachable_since"))
        batch_op.drop_index(batch_op.f("ix_person_erase_at"))
        batch_op.drop_index(batch_op.f("ix_person_account_hash"))

    op.drop_table("person")
    op.drop_table("note")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inbox_state"))

    op.drop_table("inbox")
    op.drop_table("heartbeat")
    with op.batch_alter_table("console_tries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_console_tries_last_at"))

    op.drop_table("console_tries")
    with op.batch_alter_table("console_press", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_console_press_at"))

    op.drop_table("console_press")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_programme_id"))
        batch_op.drop_index(batch_op.f("ix_audit_actor"))
        batch_op.drop_index(batch_op.f("ix_audit_about"))

    op.drop_table("audit")
