// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QIcon>
#include <QList>
#include <QVariant>

class QLineEdit;
class QTreeWidget;

namespace studio {

/// A row of a finder. A plain value.
struct FinderRow
{
    QString title;
    QList<int> places; ///< the letters of the title that are emphasised, in rising order
    QString detail;    ///< fainter, behind the title
    QList<int> detailPlaces;
    QString trailing; ///< at the end of the row, such as a shortcut
    QIcon icon;
    QVariant data; ///< what is chosen with the row
};

/// A field with a list below it: what is typed is answered with rows, Enter or a click chooses one of them and closes.
/// Enter that comes before the answer waits for it: the rows until then are of another text. Its owner fills it:
///
///     auto *const finder = new FinderPopup(tr("Name of a file"), window);
///     connect(finder, &FinderPopup::typed, …, [finder] { finder->setRows(…, tr("No such file")); });
///     connect(finder, &FinderPopup::chosen, …);
///     finder->openIn(window);
///
/// Deletes itself when it is closed. Main thread.
class FinderPopup : public QDialog
{
    Q_OBJECT

public:
    explicit FinderPopup(const QString &name, QWidget *parent);

    void setNames(const QString &placeholder, const QString &listName);
    /// `nothing` is shown where there are no rows.
    void setRows(const QList<FinderRow> &rows, const QString &nothing);
    void showWaiting(const QString &sentence); ///< instead of rows that are still to come: Enter goes on waiting
    void setText(const QString &text);
    [[nodiscard]] QString text() const;
    [[nodiscard]] bool isAnswered() const { return m_isAnswered; } ///< the rows are of the text
    void openIn(QWidget *window);                                  ///< near its top

Q_SIGNALS:
    void typed(const QString &text);
    void chosen(const QVariant &data); ///< after it was closed

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void noteTyped(const QString &text);
    void chooseAnswered();
    void choose();
    void fitHeight();
    void showSentence(const QString &sentence);

    QLineEdit *m_words;
    QTreeWidget *m_list;
    bool m_isAnswered = false;
    bool m_isChosenAhead = false; ///< Enter came before they were
};

} // namespace studio
