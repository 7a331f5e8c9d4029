// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/project/project_tree.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <functional>
#include <memory>

namespace studio::test {

/// The tree of a real folder, and its menu as it is opened and chosen from.
class ProjectTreeTest : public QObject
{
protected:
    std::unique_ptr<QTemporaryDir> m_home;
    bool m_isAnswered = true;
    QString m_folder;
    std::unique_ptr<ProjectTree> m_tree;
    std::unique_ptr<QSignalSpy> m_messages;
    std::unique_ptr<QSignalSpy> m_activated;

    [[nodiscard]] QString at(const QString &name) const { return m_folder + QLatin1Char('/') + name; }
    static void make(const QString &path, const QByteArray &content = "x\n")
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
        QCOMPARE(file.write(content), content.size());
    }
    [[nodiscard]] QStringList names(const QModelIndex &parent) const
    {
        QStringList all;
        for (int row = 0; row < m_tree->model()->rowCount(parent); ++row) {
            all << m_tree->model()->index(row, 0, parent).data().toString();
        }
        return all;
    }
    [[nodiscard]] QStringList rows() const { return names(m_tree->rootIndex()); }
    [[nodiscard]] QModelIndex row(const QString &name) const
    {
        const qsizetype number = rows().indexOf(name);
        return number < 0 ? QModelIndex() : m_tree->model()->index(static_cast<int>(number), 0, m_tree->rootIndex());
    }
    void open(const QString &folder)
    {
        m_folder = folder;
        m_tree->setFolder(folder);
        QTRY_VERIFY(!rows().isEmpty());
    }
    [[nodiscard]] QString lastMessage() const
    {
        return m_messages->isEmpty() ? QString() : m_messages->last()[0].toString();
    }

    /// Opens the menu at a row (or where there is none) as the keyboard's menu key does, and runs `inMenu` while it is
    /// open.
    void withMenu(const QModelIndex &index, const std::function<void(QMenu *)> &inMenu)
    {
        bool wasOpen = false;
        QTimer whenOpen; // the menu has an event loop of its own; the timer ends with this function
        whenOpen.setSingleShot(true);
        connect(&whenOpen, &QTimer::timeout, &whenOpen, [&] {
            auto *const menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            if (menu) {
                wasOpen = true;
                inMenu(menu);
                menu->close();
            }
        });
        whenOpen.start(0);
        const QPoint point = index.isValid() ? m_tree->visualRect(index).center() : QPoint(10, m_tree->height() - 20);
        QContextMenuEvent event(QContextMenuEvent::Mouse, point, m_tree->viewport()->mapToGlobal(point));
        QApplication::sendEvent(m_tree->viewport(), &event);
        QVERIFY(wasOpen);
    }
    static QAction *find(const QMenu *menu, const QString &text)
    {
        for (QAction *action : menu->actions()) {
            if (action->text() == text) {
                return action;
            }
        }
        return nullptr;
    }
    /// Chooses an entry of the menu; `answer` is typed into the dialog that it opens, if one is given.
    void choose(const QModelIndex &index, const QString &entry, const QString &answer = {})
    {
        m_isAnswered = answer.isNull();
        if (!m_isAnswered) {
            answerDialog(answer);
        }
        withMenu(index, [&](QMenu *menu) {
            QAction *const action = find(menu, entry);
            QVERIFY2(action, qPrintable(entry));
            menu->setActiveAction(action);
            QTest::keyClick(menu, Qt::Key_Return);
        });
        QTRY_VERIFY(m_isAnswered);
    }
    void answerDialog(const QString &answer)
    {
        auto *const timer = new QTimer(this);
        connect(timer, &QTimer::timeout, this, [this, timer, answer] {
            auto *const dialog = qobject_cast<QInputDialog *>(QApplication::activeModalWidget());
            if (!dialog) {
                return;
            }
            timer->deleteLater();
            timer->stop();
            dialog->findChild<QLineEdit *>()->setText(answer);
            QTest::keyClick(dialog, Qt::Key_Return);
            m_isAnswered = true;
        });
        timer->start(20);
    }
    /// Types a new name into the row, as F2 lets one.
    void typeName(const QString &name)
    {
        QLineEdit *editor = nullptr;
        QTRY_VERIFY((editor = m_tree->viewport()->findChild<QLineEdit *>()) != nullptr);
        editor->selectAll();
        editor->insert(name);
        QTest::keyClick(editor, Qt::Key_Return);
    }

    void makeHome()
    {
        // The trash of this test is its own, and on the same disk as what it deletes.
        m_home = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", QFile::encodeName(m_home->filePath(QStringLiteral("data"))));
    }
    void start()
    {
        static int number = 0;
        m_folder = m_home->filePath(QStringLiteral("hello%1").arg(++number));
        for (const char *file : {"Cargo.toml", "README.md", "src/lib.rs", "src/a/deep.rs", "target/debug/x",
                                 ".git/HEAD", "node_modules/m.js", ".gitignore", "target.md"}) {
            make(at(QString::fromUtf8(file)));
        }
        m_tree = std::make_unique<ProjectTree>();
        m_messages = std::make_unique<QSignalSpy>(m_tree.get(), &ProjectTree::message);
        m_activated = std::make_unique<QSignalSpy>(m_tree.get(), &ProjectTree::fileActivated);
        m_tree->resize(300, 500);
        m_tree->show();
        QVERIFY(QTest::qWaitForWindowActive(m_tree.get()));
        open(m_folder);
        QTRY_VERIFY(m_tree->isExpanded(row(QStringLiteral("src"))));
    }
};

} // namespace studio::test
