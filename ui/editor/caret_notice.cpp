// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/caret_notice.h"

#include "ui/common/announce.h"
#include "ui/common/tip.h"
#include "ui/editor/code_editor.h"

#include <QEvent>
#include <QTimer>
#include <QToolTip>

#include <chrono>

namespace studio {

namespace {

constexpr std::chrono::milliseconds noticeTime{6'000};

} // namespace

void CaretNotice::show(CodeEditor *editor, const QString &sentence)
{
    delete editor->findChild<CaretNotice *>(Qt::FindDirectChildrenOnly);
    new CaretNotice(editor, asTip(sentence));
    const int caret = editor->caretPosition();
    const QPoint below = editor->areaOf(caret, caret).bottomLeft();
    QToolTip::showText(editor->mapToGlobal(below), asTip(sentence), editor, {}, static_cast<int>(noticeTime.count()));
    announce(editor, sentence);
}

CaretNotice::CaretNotice(CodeEditor *editor, const QString &text) : QObject(editor), m_text(text)
{
    editor->installEventFilter(this);
    QTimer::singleShot(noticeTime, this, &CaretNotice::hide);
}

void CaretNotice::hide()
{
    if (QToolTip::text() == m_text) {
        QToolTip::hideText();
    }
    deleteLater();
}

bool CaretNotice::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        hide();
    }
    return QObject::eventFilter(watched, event);
}

} // namespace studio
