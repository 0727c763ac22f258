"""Who there is: units as a tree, people, and the posts they hold in units."""
