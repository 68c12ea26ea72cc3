secret: of another
