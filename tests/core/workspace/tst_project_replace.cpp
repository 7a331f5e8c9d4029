// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/document_store.h"
#include "core/workspace/project_replace.h"
#include "tests/core/compiler/compile_helpers.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

/// An editor without a widget.
class TextDocument final : public OpenDocument
{
public:
    TextDocument(DocumentStore *store, QString path, QString typed)
        : m_store(store), m_path(std::move(path)), m_text(std::move(typed))
    {
        store->opened(m_path, this);
    }
    ~TextDocument() override { m_store->closed(m_path); }

    [[nodiscard]] QString text() const override { return m_text; }
    [[nodiscard]] bool isDirty() const override { return isChanged; }
    [[nodiscard]] bool isReadOnly() const override { return isLocked; }
    void replaceText(const QString &text) override
    {
        m_text = text;
        isChanged = true;
    }
    Task<bool> save() override
    {
        writeFile(m_path, m_text.toUtf8());
        isChanged = false;
        co_return true;
    }

    bool isChanged = false;
    bool isLocked = false;

private:
    DocumentStore *m_store;
    QString m_path;
    QString m_text;
};

} // namespace

class TestProjectReplace : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    [[nodiscard]] QString at(const QString &name) const { return m_folder->filePath(name); }
    [[nodiscard]] QByteArray content(const QString &name) const
    {
        QFile file(at(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] ReplaceOutcome replace(ProjectReplace &replacing, const QStringList &files) const
    {
        QList<FileMatches> matches;
        for (const QString &file : files) {
            matches.append({.file = file, .matches = {{.line = 1, .column = 2, .matched = u"old"_s}}});
        }
        const auto outcome =
            QCoro::waitFor(replacing.replace(m_folder->path(), matches, Replacer({.words = u"old"_s}, u"neu"_s)));
        return outcome.value_or(ReplaceOutcome{.firstError = outcome ? QString() : outcome.error().message});
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void files_are_replaced_and_undone_as_one_step_and_keep_their_encoding()
    {
        writeFile(at(u"a.rs"_s), "1 old\r\n2 old\r\n");
        writeFile(at(u"mark.rs"_s), "\xEF\xBB\xBF"
                                    "1 old\n");
        writeFile(at(u"latin.txt"_s), "\xE9 old\n");
        writeFile(at(u"utf16.txt"_s), QByteArray("\xFF\xFE"
                                                 "\xE9\0 \0o\0l\0d\0",
                                                 12));
        const QStringList files{u"a.rs"_s, u"mark.rs"_s, u"latin.txt"_s, u"utf16.txt"_s};
        DocumentStore documents;
        ProjectReplace replacing(&documents);
        QSignalSpy undoChanged(&replacing, &ProjectReplace::undoChanged);
        QVERIFY(!replacing.canUndo());
        QCOMPARE(replace(replacing, files), (ReplaceOutcome{.places = 4, .files = 4}));
        QCOMPARE(content(u"a.rs"_s), "1 neu\r\n2 old\r\n");
        QCOMPARE(content(u"mark.rs"_s), "\xEF\xBB\xBF"
                                        "1 neu\n");
        QCOMPARE(content(u"latin.txt"_s), "\xE9 neu\n");
        QCOMPARE(content(u"utf16.txt"_s), QByteArray("\xFF\xFE"
                                                     "\xE9\0 \0n\0e\0u\0",
                                                     12));
        QVERIFY(replacing.canUndo() && !undoChanged.isEmpty());
        QCOMPARE(QCoro::waitFor(replacing.undo()), Result<ReplaceOutcome>(ReplaceOutcome{.files = 4}));
        QCOMPARE(content(u"a.rs"_s), "1 old\r\n2 old\r\n");
        QCOMPARE(content(u"latin.txt"_s), "\xE9 old\n");
        QVERIFY(!replacing.canUndo());
    }

    void open_documents_are_changed_in_their_text_and_saved_only_where_they_were()
    {
        for (const QString &name : {u"saved"_s, u"typed"_s, u"locked"_s}) {
            writeFile(at(name), "1 old");
        }
        DocumentStore documents;
        TextDocument saved(&documents, at(u"saved"_s), u"1 old"_s);
        TextDocument typed(&documents, at(u"typed"_s), u"1 old and more"_s);
        typed.isChanged = true;
        TextDocument locked(&documents, at(u"locked"_s), u"1 old"_s);
        locked.isLocked = true;
        ProjectReplace replacing(&documents);
        const ReplaceOutcome outcome = replace(replacing, {u"saved"_s, u"typed"_s, u"locked"_s});
        QCOMPARE(outcome.files, 2);
        QCOMPARE(outcome.failedFiles, 1);
        QVERIFY2(outcome.firstError.contains(u"read-only"_s), qPrintable(outcome.firstError));
        QCOMPARE(content(u"saved"_s), "1 neu");
        QCOMPARE(typed.text(), u"1 neu and more"_s);
        QCOMPARE(content(u"typed"_s), "1 old");
        QCOMPARE(locked.text(), u"1 old"_s);
        QVERIFY(QCoro::waitFor(replacing.undo()).has_value());
        QCOMPARE(typed.text(), u"1 old and more"_s);
        QCOMPARE(content(u"saved"_s), "1 old");
    }

    void what_has_changed_since_stays_as_it_is()
    {
        writeFile(at(u"a"_s), "x old");
        writeFile(at(u"b"_s), "1 other");
        DocumentStore documents;
        ProjectReplace replacing(&documents);
        const ReplaceOutcome outcome = replace(replacing, {u"a"_s, u"b"_s, u"gone"_s});
        QCOMPARE(outcome.places, 1);
        QCOMPARE(outcome.left, 1);
        QCOMPARE(outcome.failedFiles, 1);
        writeFile(at(u"a"_s), "x neu and typed since");
        const auto undone = QCoro::waitFor(replacing.undo());
        QVERIFY(undone.has_value());
        QCOMPARE(undone->files, 0);
        QVERIFY2(undone->firstError.contains(u"has changed meanwhile"_s), qPrintable(undone->firstError));
        QCOMPARE(content(u"a"_s), "x neu and typed since");
    }
};

QTEST_GUILESS_MAIN(TestProjectReplace)
#include "tst_project_replace.moc"
