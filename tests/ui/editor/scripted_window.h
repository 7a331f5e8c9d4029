// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/language_server.h"
#include "core/lsp/lsp_client.h"
#include "core/workspace/document_store.h"
#include "tests/ui/editor/scripted_server.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/language_actions.h"
#include "ui/editor/language_features.h"
#include "ui/editor/rename_field.h"
#include "ui/editor/symbol_rename.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>

namespace studio::test {

using namespace Qt::StringLiterals;

/// An editor with a server that is not rust-analyzer.
class ScriptedWindow
{
public:
    explicit ScriptedWindow(const QString &mode)
        : m_server({.name = u"test-server"_s,
                    .program = QCoreApplication::applicationFilePath(),
                    .arguments = {u"--serve"_s, mode, folder()},
                    .folder = u"/"_s})
        , client(&m_server, lsp::ClientSetup{.rootFolder = folder()})
    {
        QDir().mkpath(folder() + u"/src"_s);
        write(path(u"a"_s), "fn first() {}\n");
        write(path(u"b"_s), "fn first() {}\n");
        write(home.filePath(u"outside.rs"_s), "fn first() {}\n");
        QObject::connect(&documents, &DocumentStore::documentOpened, &client, [this](const QString &file) {
            client.open(file, u"rust"_s, documents.text(file).value().toUtf8());
        });
        QObject::connect(&documents, &DocumentStore::documentEdited, &client,
                         [this](const QString &file, const TextChange &change) { client.change(file, {change}); });
        QObject::connect(&documents, &DocumentStore::documentClosed, &client,
                         [this](const QString &file) { client.close(file); });
        tabs.language()->setClient(&client);
        tabs.addActions(makeLanguageActions(&tabs, [this] { return tabs.language(); }));
        QObject::connect(&tabs, &EditorTabs::message, &tabs, [this](const QString &words) { said << words; });
        tabs.resize(800, 500);
    }
    ~ScriptedWindow()
    {
        tabs.closeAll();
        tabs.language()->setClient(nullptr);
    }
    Q_DISABLE_COPY_MOVE(ScriptedWindow)

    void start()
    {
        m_server.start();
        QVERIFY(tabs.open(path(u"a"_s)).has_value());
        tabs.show();
        QVERIFY(QTest::qWaitForWindowActive(&tabs));
        editor()->setFocus();
        QTRY_COMPARE(client.state(), lsp::LspClient::State::Ready);
        editor()->SendScintilla(QsciScintillaBase::SCI_GOTOPOS, 4UL);
    }
    [[nodiscard]] QString folder() const { return QFileInfo(home.path()).canonicalFilePath() + u"/project"_s; }
    [[nodiscard]] QString path(const QString &name) const { return folder() + u"/src/"_s + name + u".rs"_s; }
    static void write(const QString &file, const QByteArray &text)
    {
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write(text) == text.size());
    }
    static QByteArray read(const QString &file)
    {
        QFile in(file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("(none)");
    }
    [[nodiscard]] CodeEditor *editor() const { return tabs.current(); }
    [[nodiscard]] SymbolRename *rename() const { return tabs.language()->rename(); }
    void press(Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier) const { QTest::keyClick(editor(), key, with); }
    void type(QChar key) const
    {
        if (key == u'\b') {
            press(Qt::Key_Backspace);
        } else {
            QTest::keyClick(editor(), key.toLatin1());
        }
    }
    /// Until what was asked of the server is answered: it answers in the order.
    void waitForServer()
    {
        QCoreApplication::processEvents();
        bool isAnswered = false;
        const auto call =
            client.references(path(u"a"_s), {}, [&](const Result<lsp::Locations> &) { isAnswered = true; });
        QTRY_VERIFY(isAnswered);
        QCoreApplication::processEvents();
    }
    /// F2, a name, Enter.
    void submitName() const
    {
        press(Qt::Key_F2);
        QTRY_VERIFY(rename()->field());
        auto *const name = rename()->field()->findChild<QLineEdit *>();
        for (const char letter : {'o', 't', 'h', 'e', 'r'}) {
            QTest::keyClick(name, letter);
        }
        QTest::keyClick(name, Qt::Key_Return);
    }
    /// What is typed arrives, whatever the server does, and what was there is still there.
    void checkUsable()
    {
        QTRY_VERIFY(!QApplication::activePopupWidget());
        editor()->setFocus();
        editor()->SendScintilla(QsciScintillaBase::SCI_DOCUMENTEND);
        QTest::keyClick(editor(), 'z');
        QTRY_COMPARE(editor()->text(), u"fn first() {}\nz"_s);
        QCOMPARE(read(path(u"b"_s)), "fn first() {}\n");
        QCOMPARE(read(home.filePath(u"outside.rs"_s)), "fn first() {}\n");
    }

    QTemporaryDir home;
    QStringList said;

private:
    LanguageServer m_server;

public:
    lsp::LspClient client;
    DocumentStore documents;
    EditorTabs tabs{home.filePath(u"recovery"_s), &documents};
};

/// The tests, or, where a window starts this program as its server, the server.
template <typename Tests> int runWithScriptedServer(int argc, char **argv)
{
    if (argc == 4 && QByteArrayView(argv[1]) == "--serve") {
        return ScriptedServer(QString::fromLocal8Bit(argv[2]), QString::fromLocal8Bit(argv[3])).run();
    }
    QApplication application(argc, argv);
    Tests tests;
    return QTest::qExec(&tests, argc, argv);
}

} // namespace studio::test
