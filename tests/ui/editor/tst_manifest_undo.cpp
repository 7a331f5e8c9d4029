// SPDX-License-Identifier: GPL-3.0-or-later
// What the dependency list does to Cargo.toml in the editor: undone, the file has the bytes that it had.
#include "tests/support/manifest_edits.h"
#include "tests/support/real_manifests.h"
#include "tests/ui/editor/editor_tabs_test.h"

using namespace studio;

class TestManifestUndo : public test::EditorTabsTest
{
    Q_OBJECT

    /// Edits the open file, saves it, undoes and saves again.
    void editAndUndo(const QByteArray &content, const std::function<EditOutcome(const QString &)> &edit,
                     const QString &name)
    {
        openFile(content);
        const EditOutcome outcome = edit(editor()->text());
        QVERIFY2(!outcome.isFaulty(), qPrintable(name + outcome.corrupt + outcome.lossy));
        if (outcome.text != editor()->text()) {
            editor()->replaceText(outcome.text);
            QVERIFY(save());
            const QByteArray mark = content.startsWith("\xEF\xBB\xBF") ? "\xEF\xBB\xBF" : "";
            QCOMPARE(read(m_path), mark + outcome.text.toUtf8());
            editor()->undo();
            QVERIFY(save());
        }
        QVERIFY2(read(m_path) == content, qPrintable(name));
        Q_EMIT m_tabs->findChild<QTabBar *>()->tabCloseRequested(0);
        QVERIFY(m_tabs->openPaths().isEmpty());
    }

private Q_SLOTS:
    void init()
    {
        begin();
        m_path = m_home->filePath(QStringLiteral("Cargo.toml"));
    }
    void cleanup() { end(); }

    void undoing_an_edit_gives_the_same_bytes()
    {
        const auto manifests = realManifests();
        QVERIFY2(manifests.has_value(), manifests ? "" : qPrintable(manifests.error().detail));
        std::mt19937 random(7);
        int files = 0;
        for (qsizetype i = 0; i < manifests->size(); ++i) {
            const QByteArray &text = manifests->at(i).text;
            if (i % 10 == 0 || text.contains('\r') || !text.endsWith('\n')) {
                const QString before = QString::fromUtf8(text);
                editAndUndo(
                    text, [&](const QString &now) { return applyEdit(now, randomEdit(before, random)); },
                    manifests->at(i).crate);
                if (const auto edit = randomValueEdit(before, random)) {
                    editAndUndo(
                        text, [&](const QString &now) { return applyValueEdit(now, *edit); },
                        manifests->at(i).crate + u' ' + describe(*edit));
                }
                ++files;
            }
        }
        QVERIFY(files >= 60);
    }

    void undoing_an_edit_of_a_generated_manifest_gives_the_same_bytes()
    {
        for (std::uint32_t seed = 0; seed < 60; ++seed) {
            std::mt19937 random(seed);
            const QString text = generatedManifest(random);
            editAndUndo(
                text.toUtf8(), [&](const QString &now) { return applyEdit(now, randomEdit(text, random)); },
                QString::number(seed));
            if (const auto edit = randomValueEdit(text, random)) {
                editAndUndo(
                    text.toUtf8(), [&](const QString &now) { return applyValueEdit(now, *edit); },
                    QString::number(seed) + u' ' + describe(*edit));
            }
        }
    }
};

QTEST_MAIN(TestManifestUndo)
#include "tst_manifest_undo.moc"
