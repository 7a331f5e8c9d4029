// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/stderr_section.h"

#include "core/base/text.h"
#include "ui/common/fonts.h"

#include <QLocale>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr qsizetype maxStderrLineLength = 2'000;
constexpr int openHeight = 110;

QString shown(const QByteArray &line)
{
    QString text = withoutAnsi(QString::fromUtf8(line.first(std::min(line.size(), maxStderrLineLength))));
    for (QChar &c : text) {
        if (c < u' ' && c != u'\t') {
            c = QChar(0x2400 + c.unicode());
        }
    }
    return line.size() > maxStderrLineLength ? text + u'…' : text;
}

} // namespace

StderrSection::StderrSection(QWidget *parent) : QWidget(parent), m_title(new QToolButton), m_text(new QPlainTextEdit)
{
    m_title->setCheckable(true);
    m_title->setAutoRaise(true);
    m_title->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_title->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setLayoutDirection(Qt::LeftToRight); // as it was written, in every language
    m_text->setFont(monospaceFont());
    m_text->setMaximumBlockCount(maxLines);
    m_text->setFixedHeight(openHeight);
    m_text->setTabChangesFocus(true);
    m_text->document()->setDocumentMargin(8);
    m_text->setAccessibleName(tr("stderr of this execution"));
    m_text->hide();
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_title);
    column->addWidget(m_text);
    connect(m_title, &QToolButton::toggled, this, &StderrSection::setOpen);
    clear();
}

void StderrSection::clear()
{
    if (m_count > 0) { // else there is nothing to clear, which takes time all the same
        m_text->clear();
    }
    m_count = 0;
    setOpen(false);
    showTitle();
}

void StderrSection::append(const QList<QByteArray> &lines)
{
    if (lines.isEmpty()) {
        return;
    }
    QStringList texts;
    for (const QByteArray &line : lines.last(std::min<qsizetype>(lines.size(), maxLines))) {
        texts << shown(line);
    }
    m_text->appendPlainText(texts.join(u'\n'));
    m_count += lines.size();
    showTitle();
}

void StderrSection::setOpen(bool open)
{
    m_title->setChecked(open);
    m_title->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    m_text->setVisible(open);
}

bool StderrSection::isOpen() const
{
    return m_title->isChecked();
}

void StderrSection::showTitle()
{
    m_title->setText(tr("stderr  %1").arg(QLocale().toString(m_count)));
    m_title->setToolTip(m_count > maxLines ? tr("The last %1 lines of this execution").arg(maxLines)
                                           : tr("What this execution wrote to stderr"));
    setVisible(m_count > 0);
}

} // namespace studio
