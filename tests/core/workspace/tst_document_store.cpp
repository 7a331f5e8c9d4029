// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/document_store.h"
#include "tests/core/compiler/compile_helpers.h"

#include <QSignalSpy>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

/// An editor in which nothing is typed but what a test says.
class FakeEditor final : public OpenDocument
{
public:
    FakeEditor(DocumentStore *store, QString path) : m_store(store), m_path(std::move(path))
    {
        m_text = m_store->text(m_path).value_or(QString());
        m_store->opened(m_path, this);
    }
    ~FakeEditor() override { m_store->closed(m_path); }

    [[nodiscard]] QString text() const override { return m_text; }
    [[nodiscard]] qint64 size() const override { return text().toUtf8().size(); }
    [[nodiscard]] bool isDirty() const override { return m_isDirty; }
    [[nodiscard]] bool isReadOnly() const override { return isLocked; }
    void replaceText(const QString &text) override
    {
        const TextPlace end{static_cast<int>(m_text.count(u'\n')),
                            static_cast<int>(m_text.sliced(m_text.lastIndexOf(u'\n') + 1).toUtf8().size())};
        m_before = m_text;
        m_text = text;
        m_isDirty = true;
        m_store->edited(m_path, {{{}, end}, text.toUtf8()});
    }
    Task<bool> save() override
    {
        if (isFailing) {
            co_return fail(ErrorCode::PermissionDenied, u"no"_s);
        }
        writeFile(m_path, m_text.toUtf8());
        m_isDirty = false;
        ++saves;
        m_store->saved(m_path);
        co_return true;
    }

    bool undo() override { return step(m_before); }

    bool isLocked = false;
    bool isFailing = false;
    int saves = 0;

private:
    bool step(const std::optional<QString> &text)
    {
        if (text) {
            replaceText(QString(*text));
        }
        return text.has_value();
    }

    DocumentStore *m_store;
    QString m_path;
    QString m_text;
    std::optional<QString> m_before;
    bool m_isDirty = false;
};

} // namespace

class TestDocumentStore : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    [[nodiscard]] QString at(const QString &name) const { return m_folder.filePath(name); }

private Q_SLOTS:
    void init() { writeFile(at(u"a"_s), "on disk\n"); }

    void what_is_not_saved_is_given_by_its_path_in_the_folder()
    {
        QVERIFY(QDir().mkpath(at(u"project/src"_s)));
        for (const QString &name : {u"project/src/a"_s, u"project/saved"_s, u"beside"_s}) {
            writeFile(at(name), "on disk\n");
        }
        DocumentStore store;
        FakeEditor inside(&store, at(u"project/src/a"_s));
        const FakeEditor saved(&store, at(u"project/saved"_s));
        FakeEditor beside(&store, at(u"beside"_s));
        QVERIFY(store.unsavedTexts(at(u"project"_s)).isEmpty());
        inside.replaceText(u"ä\n"_s);
        beside.replaceText(u"typed\n"_s);
        QCOMPARE(store.unsavedTexts(at(u"project"_s)), (QMap<QString, QByteArray>{{u"src/a"_s, u"ä\n"_s.toUtf8()}}));
    }

    void a_step_back_is_of_the_documents_own_history()
    {
        DocumentStore store;
        const auto closed = QCoro::waitFor(store.step(at(u"a"_s), true));
        QVERIFY(!closed && closed.error().code == ErrorCode::FailedPrecondition);
        FakeEditor editor(&store, at(u"a"_s));
        const auto none = QCoro::waitFor(store.step(at(u"a"_s), true));
        QVERIFY(!none && none.error().message.contains(u"nothing to undo"_s));
        QVERIFY(QCoro::waitFor(store.edit(at(u"a"_s), u"edited\n"_s)));
        QVERIFY(QCoro::waitFor(store.step(at(u"a"_s), true)));
        QCOMPARE(readFile(at(u"a"_s)), "on disk\n"); // saved, as the edit was
        editor.replaceText(u"typed\n"_s);
        QVERIFY(QCoro::waitFor(store.step(at(u"a"_s), true)));
        QVERIFY(editor.isDirty()); // what was not saved is not saved by it
        QVERIFY(!QCoro::waitFor(store.step(at(u"a"_s), false)));
    }

    void an_open_document_is_read_from_its_editor_any_other_from_the_disk()
    {
        DocumentStore store;
        QCOMPARE(store.text(at(u"a"_s)), Result<QString>(u"on disk\n"_s));
        QCOMPARE(store.version(at(u"a"_s)), 0);
        QVERIFY(!store.text(at(u"absent"_s)));
        QSignalSpy changed(&store, &DocumentStore::documentChanged);
        {
            FakeEditor editor(&store, at(u"a"_s));
            QCOMPARE(store.version(at(u"a"_s)), 1);
            editor.replaceText(u"typed"_s);
            QCOMPARE(store.text(at(u"a"_s)), Result<QString>(u"typed"_s));
            QCOMPARE(store.version(at(u"a"_s)), 2);
            QCOMPARE(changed.takeFirst(), QVariantList({at(u"a"_s), 2}));
            QVERIFY(store.isDirty(at(u"a"_s)));
            QCOMPARE(store.openPaths(), QStringList{at(u"a"_s)});
        }
        QCOMPARE(store.text(at(u"a"_s)), Result<QString>(u"on disk\n"_s));
        QVERIFY(!store.isOpen(at(u"a"_s)));
    }

    void a_renamed_document_keeps_its_version()
    {
        DocumentStore store;
        FakeEditor editor(&store, at(u"a"_s));
        editor.replaceText(u"typed"_s);
        store.moved(at(u"a"_s), at(u"b"_s));
        QCOMPARE(store.version(at(u"b"_s)), 2);
        QVERIFY(!store.isOpen(at(u"a"_s)));
        store.moved(at(u"b"_s), at(u"a"_s));
    }

    void save_all_writes_what_is_dirty_and_ends_with_the_first_failure()
    {
        DocumentStore store;
        FakeEditor clean(&store, at(u"a"_s));
        FakeEditor first(&store, at(u"b"_s));
        FakeEditor last(&store, at(u"c"_s));
        first.replaceText(u"1"_s);
        last.replaceText(u"2"_s);
        QVERIFY(QCoro::waitFor(store.saveAll()));
        QCOMPARE(clean.saves + first.saves * 10 + last.saves * 100, 110);
        first.replaceText(u"3"_s);
        last.replaceText(u"4"_s);
        first.isFailing = true;
        const auto saved = QCoro::waitFor(store.saveAll());
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::PermissionDenied);
        QCOMPARE(last.saves, 1);
    }

    void an_edit_goes_through_the_editor_and_is_saved()
    {
        DocumentStore store;
        std::unique_ptr<FakeEditor> editor;
        store.setOpener([&](const QString &path) -> Result<void> {
            editor = editor ? std::move(editor) : std::make_unique<FakeEditor>(&store, path);
            return {};
        });
        QVERIFY(QCoro::waitFor(store.edit(at(u"a"_s), u"edited"_s)));
        QVERIFY(editor);
        QCOMPARE(store.version(at(u"a"_s)), 2);
        QCOMPARE(readFile(at(u"a"_s)), "edited");
        editor->isLocked = true;
        const auto refused = QCoro::waitFor(store.edit(at(u"a"_s), u"again"_s));
        QVERIFY(!refused);
        QCOMPARE(refused.error().message, u"a cannot be changed: it is read-only."_s);
        QCOMPARE(readFile(at(u"a"_s)), "edited");
    }

    void without_an_editor_an_edit_changes_the_file_and_keeps_its_mark()
    {
        DocumentStore store;
        writeFile(at(u"a"_s), "\xEF\xBB\xBFon disk\n");
        QSignalSpy saved(&store, &DocumentStore::documentSaved);
        QVERIFY(QCoro::waitFor(store.edit(at(u"a"_s), u"edited"_s)));
        QCOMPARE(readFile(at(u"a"_s)), "\xEF\xBB\xBF"
                                       "edited");
        QCOMPARE(saved.size(), 1);
    }

    void what_compiler_and_server_both_found_is_listed_once()
    {
        DiagnosticList list;
        const Diagnostic ofCompiler{.code = u"E0308"_s, .message = u"mismatched types"_s, .file = u"c"_s, .line = 7};
        Diagnostic ofServer = ofCompiler;
        ofServer.message += u"\nexpected u8"_s;
        list.add(DiagnosticList::Source::Compiler, ofCompiler);
        list.replace(DiagnosticList::Source::LanguageServer, u"c"_s, {ofServer});
        QCOMPARE(list.inFile(u"c"_s), QList<Diagnostic>{ofCompiler}); // once
        list.clear(DiagnosticList::Source::Compiler);
        QCOMPARE(list.inFile(u"c"_s), QList<Diagnostic>{ofServer});
    }

    void diagnostics_are_kept_by_source()
    {
        using Source = DiagnosticList::Source;
        DiagnosticList list;
        QSignalSpy added(&list, &DiagnosticList::added);
        QSignalSpy reset(&list, &DiagnosticList::reset);
        const auto at = [](const QString &file, const QString &message, Severity severity = Severity::Error) {
            return Diagnostic{
                .severity = severity, .code = {}, .message = message, .file = file, .rendered = {}, .help = {}};
        };
        list.add(Source::Compiler, at(u"a"_s, u"1"_s));
        list.add(Source::Compiler, at(u"b"_s, u"2"_s, Severity::Warning));
        list.replace(Source::LanguageServer, u"a"_s, {at(u"a"_s, u"3"_s)});
        QCOMPARE(added.size(), 2);
        QCOMPARE(reset.size(), 1);
        QCOMPARE(list.errors(), 2);
        QCOMPARE(list.inFile(u"a"_s).size(), 2);
        list.replace(Source::LanguageServer, u"a"_s, {at(u"a"_s, u"3"_s)}); // the same again
        QCOMPARE(reset.size(), 1);
        list.replace(Source::LanguageServer, u"b"_s, {at(u"b"_s, u"4"_s)});
        list.replace(Source::LanguageServer, u"a"_s, {});
        QCOMPARE(list.of(Source::LanguageServer).size(), 1);
        list.clear(Source::Compiler);
        QCOMPARE(list.all().size(), 1);
        list.clear();
        QVERIFY(list.all().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestDocumentStore)
#include "tst_document_store.moc"
