// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/document_text.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"

#include <QApplication>
#include <QCoroTask>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QInputMethodEvent>
#include <QMessageBox>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTextDocumentFragment>

namespace studio::test {

/// Real files, changed under the editor as other programs change them.
class EditorTabsTest : public QObject
{
protected:
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<EditorTabs> m_tabs;
    std::unique_ptr<QSignalSpy> m_messages;
    QString m_path;
    QString m_secondSaid; ///< by the studio that starts after the kill

    [[nodiscard]] QString recovery() const { return m_home->filePath(QStringLiteral("recovery")); }
    [[nodiscard]] CodeEditor *editor() const { return m_tabs->current(); }
    [[nodiscard]] QString title() const { return m_tabs->findChild<QTabBar *>()->tabText(0); }

    static void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        QVERIFY2(file.open(QIODevice::WriteOnly | QIODevice::Truncate), qPrintable(path));
        QCOMPARE(file.write(content), content.size());
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no such file");
    }
    void start()
    {
        m_tabs = std::make_unique<EditorTabs>(recovery());
        m_messages = std::make_unique<QSignalSpy>(m_tabs.get(), &EditorTabs::message);
        m_tabs->resize(700, 400);
        m_tabs->show();
        QVERIFY(QTest::qWaitForWindowActive(m_tabs.get()));
    }
    void openFile(const QByteArray &content)
    {
        write(m_path, content);
        QVERIFY(m_tabs->open(m_path).has_value());
        editor()->setFocus();
    }
    /// As an input method hands it over: keys alone have no umlauts and no emoji.
    static void typeInto(QWidget *into, const QString &text)
    {
        QInputMethodEvent typed;
        typed.setCommitString(text);
        QApplication::sendEvent(into, &typed);
    }
    void type(const QString &text) { typeInto(editor(), text); }
    [[nodiscard]] bool save() const { return QCoro::waitFor(m_tabs->saveCurrent()).has_value(); }
    [[nodiscard]] QString afterKill() const { return m_home->filePath(QStringLiteral("after-kill")); }
    [[nodiscard]] static int copies(const QString &folder)
    {
        int count = 0;
        QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            files.next();
            count += files.fileName() == QLatin1String("lock") ? 0 : 1;
        }
        return count;
    }
    /// As after a kill: a second start on what is on the disk at this moment, its locks free.
    [[nodiscard]] std::unique_ptr<EditorTabs> secondStart(const std::function<void()> &meanwhile = {})
    {
        if (QProcess::execute(QStringLiteral("cp"), {QStringLiteral("-r"), recovery(), afterKill()}) != 0) {
            qFatal("no copy of the disk");
        }
        if (meanwhile) {
            meanwhile();
        }
        auto second = std::make_unique<EditorTabs>(afterKill());
        connect(second.get(), &EditorTabs::message, this, [this](const QString &said) { m_secondSaid = said; });
        if (!second->open(m_path)) {
            qFatal("the file did not open");
        }
        return second;
    }

    void begin()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_path = m_home->filePath(QStringLiteral("lib.rs"));
        start();
    }
    void end()
    {
        m_tabs.reset();
        m_home.reset();
    }
};

} // namespace studio::test
