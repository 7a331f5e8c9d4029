// SPDX-License-Identifier: GPL-3.0-or-later
// Random edits of the manifests of published crates and of generated ones: each changes the version or the entry that
// it names, and no other setting, no comment, no line break.
#include "tests/support/manifest_edits.h"
#include "tests/support/real_manifests.h"

#include <QTest>

using namespace studio;

namespace {

/// What a person sees as the reason that an edit is not made.
bool isExpectedRefusal(const QString &sentence)
{
    return sentence.contains(QLatin1String("from the workspace (`workspace = true`)"));
}

struct Tally
{
    int manifests = 0;
    int edits = 0;
    int refused = 0;
    int corrupt = 0;
    int lossy = 0;
    int unexpected = 0;
    QStringList first; ///< some of the faults

    void add(const QString &name, const ManifestEdit &edit, const EditOutcome &outcome)
    {
        ++edits;
        refused += outcome.refusal.isEmpty() ? 0 : 1;
        const bool isUnexpected = !outcome.refusal.isEmpty() && !isExpectedRefusal(outcome.refusal);
        corrupt += outcome.corrupt.isEmpty() ? 0 : 1;
        lossy += outcome.corrupt.isEmpty() && !outcome.lossy.isEmpty() ? 1 : 0;
        unexpected += isUnexpected ? 1 : 0;
        if ((outcome.isFaulty() || isUnexpected) && first.size() < 12) {
            first << QStringLiteral("%1: %2 %3 %4: %5%6%7")
                         .arg(name,
                              edit.kind == ManifestEdit::Kind::Set ? QStringLiteral("set") : QStringLiteral("remove"),
                              edit.dependency.key, edit.dependency.requirement, outcome.corrupt, outcome.lossy,
                              outcome.refusal);
        }
    }
    void print(const char *what) const
    {
        qInfo("%s: %d edits over %d manifests: %d corrupt, %d lossy, %d refused, %d of them without reason", what,
              edits, manifests, corrupt, lossy, refused, unexpected);
    }
};

void editAtRandom(const QString &name, QString text, std::mt19937 &random, Tally &tally)
{
    ++tally.manifests;
    for (int i = 0; i < 4; ++i) {
        const ManifestEdit edit = randomEdit(text, random);
        const EditOutcome outcome = applyEdit(text, edit);
        tally.add(name, edit, outcome);
        text = outcome.text;
    }
}

void verify(const Tally &tally)
{
    QVERIFY2(tally.first.isEmpty(), qPrintable(tally.first.join(QLatin1Char('\n'))));
    QCOMPARE(tally.corrupt + tally.lossy + tally.unexpected, 0);
    QVERIFY(tally.edits - tally.refused > tally.edits / 2);
}

} // namespace

class TestManifestEdits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void edits_of_real_manifests_change_nothing_else()
    {
        const auto manifests = realManifests();
        QVERIFY2(manifests.has_value(),
                 manifests ? "" : qPrintable(manifests.error().message + manifests.error().detail));
        QVERIFY(manifests->size() >= 300);
        Tally tally;
        std::mt19937 random(1);
        for (const RealManifest &one : *manifests) {
            editAtRandom(one.crate, QString::fromUtf8(one.text), random, tally);
        }
        tally.print("real");
        verify(tally);
    }

    void edits_of_generated_manifests_change_nothing_else()
    {
        Tally tally;
        for (std::uint32_t seed = 0; seed < 600; ++seed) {
            std::mt19937 random(seed);
            editAtRandom(QStringLiteral("seed %1").arg(seed), generatedManifest(random), random, tally);
        }
        tally.print("generated");
        verify(tally);
    }

    void removing_what_was_added_gives_the_same_bytes()
    {
        const auto manifests = realManifests();
        QVERIFY(manifests.has_value());
        for (const RealManifest &one : *manifests) {
            const QString fault = addAndRemoveFault(QString::fromUtf8(one.text), QStringLiteral("zz-added"));
            QVERIFY2(fault.isEmpty(), qPrintable(one.crate + QStringLiteral(": ") + fault));
        }
        for (std::uint32_t seed = 0; seed < 300; ++seed) {
            std::mt19937 random(seed);
            const QString text = generatedManifest(random);
            const QString fault = addAndRemoveFault(text, QStringLiteral("zz-added"));
            QVERIFY2(fault.isEmpty(), qPrintable(QStringLiteral("seed %1: %2\n%3").arg(seed).arg(fault, text)));
        }
    }

    void setting_a_version_keeps_the_rest_of_the_entry_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        const auto row = [](const char *name, const char *before, const char *after) {
            QTest::newRow(name) << QString::fromUtf8(before) << QString::fromUtf8(after);
        };
        row("string", "[dependencies]\nserde = \"1\" # why\n", "[dependencies]\nserde = \"2\" # why\n");
        row("inline", "[dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\n",
            "[dependencies]\nserde = { version = \"2\", features = [\"derive\"] }\n");
        row("path", "[dependencies]\nserde = { path = \"../serde\" }\n",
            "[dependencies]\nserde = { version = \"2\" }\n");
        row("no field", "[dependencies]\nserde = {}\n", "[dependencies]\nserde = { version = \"2\" }\n");
        row("dotted behind the header", "[dependencies]\nserde.version = \"1\"\nserde.features = [\"derive\"]\n",
            "[dependencies]\nserde.version = \"2\"\nserde.features = [\"derive\"]\n");
        row("dotted without a version", "[dependencies]\n  serde.features = [\n\"derive\"]\n",
            "[dependencies]\n  serde.version = \"2\"\n  serde.features = [\n\"derive\"]\n");
        row("section", "[dependencies.serde] # ]\nversion = '1'\nfeatures = []\n",
            "[dependencies.serde] # ]\nversion = \"2\"\nfeatures = []\n");
        row("section without a version", "[dependencies.serde]\r\nfeatures = []",
            "[dependencies.serde]\r\nversion = \"2\"\r\nfeatures = []");
        row("section that ends the file", "[dependencies.serde]", "[dependencies.serde]\nversion = \"2\"\n");
        row("table in one line", "dependencies = { serde.features = [], a = \"1\" }\n",
            "dependencies = { serde.version = \"2\", serde.features = [], a = \"1\" }\n");
        row("renamed", "[dependencies]\nserde = { package = \"other\", version = \"1\" }\n",
            "[dependencies]\nserde = { package = \"other\", version = \"2\" }\n");
        row("byte order mark", "\xEF\xBB\xBF[dependencies]\nserde = \"1\"\n",
            "\xEF\xBB\xBF[dependencies]\nserde = \"2\"\n");
        row("the same version", "[dependencies]\nserde = '2'\n", "[dependencies]\nserde = '2'\n");
        row("one CRLF among other lines", "# a\r\n[dependencies]\na = \"1\"\n[features]\n",
            "# a\r\n[dependencies]\na = \"1\"\nserde = \"2\"\n[features]\n");
        row("behind a dotted one of several lines", "[dependencies]\na.features = [\n  \"x\",\n]\n",
            "[dependencies]\na.features = [\n  \"x\",\n]\nserde = \"2\"\n");
        row("an inline table over lines", "[dependencies]\nserde = {\n  features = [\"a\"], # why\n}\n",
            "[dependencies]\nserde = {\n  version = \"2\",\n  features = [\"a\"], # why\n}\n");
        row("in a table over lines without a last comma", "dependencies = {\r\n\ta = \"1\" # one\r\n}\r\n",
            "dependencies = {\r\n\ta = \"1\", # one\r\n\tserde = \"2\"\r\n}\r\n");
        row("an inline table of a comment", "[dependencies]\nserde = { # none yet\n}\n",
            "[dependencies]\nserde = { version = \"2\" # none yet\n}\n");
        row("a last comma in one line", "[dependencies]\nserde = { features = [], }\n",
            "[dependencies]\nserde = { version = \"2\", features = [], }\n");
        row("in a table over lines", "dependencies = {\n  a = \"1\", # one\n  # two\n}\n",
            "dependencies = {\n  a = \"1\", # one\n  serde = \"2\",\n  # two\n}\n");
        row("in a table in one line", "dependencies = { a = \"1\" } # all\n",
            "dependencies = { a = \"1\", serde = \"2\" } # all\n");
    }
    void setting_a_version_keeps_the_rest_of_the_entry()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        // QString::fromUtf8 drops a mark.
        const QString mark =
            QTest::currentDataTag() == QByteArray("byte order mark") ? QString(QChar(0xfeff)) : QString();
        DependencySpec serde;
        serde.package = QStringLiteral("serde");
        serde.requirement = QStringLiteral("2");
        const auto edited = withDependency(mark + before, serde);
        QVERIFY2(edited.has_value(), edited ? "" : qPrintable(edited.error().message + edited.error().detail));
        QCOMPARE(*edited, mark + after);
    }

    void fields_before_and_behind_a_comment_are_set_at_once()
    {
        DependencySpec serde;
        serde.package = QStringLiteral("serde");
        serde.requirement = QStringLiteral("2");
        serde.defaultFeatures = false;
        serde.optional = true;
        const auto edited =
            withDependency(QStringLiteral("[dependencies]\nserde = {\n  features = [\"a\"] # why\n}\n"), serde);
        QVERIFY2(edited.has_value(), edited ? "" : qPrintable(edited.error().message + edited.error().detail));
        QVERIFY2(edited->startsWith(QStringLiteral("[dependencies]\nserde = {\n  version = \"2\",\n  features = "
                                                   "[\"a\"], # why\n")),
                 qPrintable(*edited));
    }

    void a_version_takes_the_place_of_the_workspace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("after");
        QTest::newRow("dotted") << QStringLiteral("[dependencies]\nserde.workspace = true\n")
                                << QStringLiteral("[dependencies]\nserde.version = \"2\"\n");
        QTest::newRow("inline") << QStringLiteral("[dependencies]\nserde = { workspace = true }\n")
                                << QStringLiteral("[dependencies]\nserde = { version = \"2\" }\n");
    }
    void a_version_takes_the_place_of_the_workspace()
    {
        QFETCH(QString, text);
        QFETCH(QString, after);
        DependencySpec serde;
        serde.package = QStringLiteral("serde");
        QCOMPARE(withDependency(text, serde).value_or(QString()), text); // no version is asked for
        serde.requirement = QStringLiteral("2");
        QCOMPARE(withDependency(text, serde).value_or(QString()), after);
        serde.requirement.clear();
        serde.defaultFeatures = false;
        const auto edited = withDependency(text, serde);
        QVERIFY(!edited.has_value());
        QCOMPARE(edited.error().code, ErrorCode::InvalidArgument);
        QVERIFY(edited.error().message.contains(QStringLiteral("[workspace.dependencies]")));
    }
};

QTEST_GUILESS_MAIN(TestManifestEdits)
#include "tst_manifest_edits.moc"
