// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/change_popup.h"

#include "ui/common/escape.h"
#include "ui/common/theme.h"
#include "ui/editor/code_editor.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace studio {

namespace {

constexpr int changePopupMargin = 12;      ///< to the editor's sides
constexpr int maxShownLines = 12;          ///< of what was there; it scrolls beyond that
constexpr qsizetype maxSpokenText = 2'000; ///< characters that are told to a screen reader

} // namespace

ChangePopup::ChangePopup(const QString &title, int index, CodeEditor *viewer, CodeEditor *editor)
    : QFrame(editor), m_index(index), m_viewer(viewer), m_editor(editor)
{
    setObjectName(QStringLiteral("changePopup"));
    setFrameShape(QFrame::Box);
    setAutoFillBackground(true);
    setAccessibleName(title);
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, Theme::current().accent); // of the frame
    setPalette(colours);
    auto *const label = new QLabel(title);
    label->setTextFormat(Qt::PlainText);
    QPalette text = label->palette();
    text.setColor(QPalette::WindowText, Theme::current().text);
    label->setPalette(text);
    label->setMinimumWidth(1); // a narrow editor cuts it off rather than the buttons
    auto *const row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 4, 4);
    row->setSpacing(4);
    row->addWidget(label, 1);
    QPushButton *const previous = addButton(row, tr("Previous"), QStringLiteral("previousChange"));
    m_next = addButton(row, tr("Next"), QStringLiteral("nextChange"));
    m_revert = addButton(row, tr("Revert"), QStringLiteral("revertChange"));
    QPushButton *const closing = addButton(row, tr("Close"), QStringLiteral("closeChange"));
    connect(previous, &QPushButton::clicked, this, [this] { Q_EMIT stepWanted(false); });
    connect(m_next, &QPushButton::clicked, this, [this] { Q_EMIT stepWanted(true); });
    connect(m_revert, &QPushButton::clicked, this, [this] { Q_EMIT revertWanted(m_index); });
    connect(closing, &QPushButton::clicked, this, &ChangePopup::close);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addLayout(row);
    if (viewer) {
        for (int margin = 0; margin < viewer->margins(); ++margin) {
            viewer->setMarginWidth(margin, 0);
        }
        viewer->setMarginWidth(2, 8);
        viewer->setAccessibleName(tr("What was there"));
        viewer->setFocusPolicy(Qt::ClickFocus); // Tab would be the text's
        viewer->setCaretLineVisible(false);
        viewer->zoomTo(static_cast<int>(editor->SendScintilla(QsciScintillaBase::SCI_GETZOOM)));
        setAccessibleDescription(viewer->text().left(maxSpokenText));
        column->addWidget(viewer, 1);
    }
    hide();
}

QPushButton *ChangePopup::addButton(QHBoxLayout *row, const QString &text, const QString &name)
{
    auto *const button = new QPushButton(text);
    button->setObjectName(name);
    button->setAutoDefault(true); // Enter presses it
    row->addWidget(button);
    return button;
}

void ChangePopup::setRevertible(bool isOn)
{
    m_revert->setEnabled(isOn);
}

void ChangePopup::showAt(int top, int bottom)
{
    const QSize room = m_editor->size();
    int wanted = sizeHint().height();
    if (m_viewer) {
        const auto line = static_cast<int>(m_viewer->SendScintilla(QsciScintillaBase::SCI_TEXTHEIGHT, 0UL));
        const int scrollBar = line; // a long line has one
        layout()->itemAt(1)->widget()->setMinimumHeight(0);
        wanted = layout()->itemAt(0)->sizeHint().height() + 4 + line * std::clamp(m_viewer->lines(), 1, maxShownLines) +
                 scrollBar;
    }
    const int below = room.height() - bottom - 2;
    const bool isBelow = below >= wanted || below >= top;
    const int height =
        std::clamp(wanted, 0, std::max(layout()->itemAt(0)->sizeHint().height() + 4, isBelow ? below : top));
    const int y = isBelow ? bottom + 2 : top - height;
    setGeometry(changePopupMargin, std::clamp(y, 0, std::max(0, room.height() - height)),
                std::max(100, room.width() - 2 * changePopupMargin), height);
    show();
    raise();
    m_next->setFocus();
}

void ChangePopup::close()
{
    if (std::exchange(m_isClosing, true)) {
        return;
    }
    const QWidget *const focused = focusWidget();
    if (focused && focused->hasFocus()) {
        m_editor->setFocus();
    }
    hide();
    deleteLater();
}

bool ChangePopup::event(QEvent *event)
{
    return claimEscape(event) || QFrame::event(event);
}

void ChangePopup::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
    }
    event->accept();
}

} // namespace studio
